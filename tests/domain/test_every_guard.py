"""Every guard of the practice: where it stands, that it fires or is silent, how hard it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards import Mode, Severity
from tests.domain.guard_cases import CALLS, Column, Find, Rows
from tests.domain.guard_cases_letters import LETTERS, commercial
from tests.domain.guard_cases_money import MONEY
from tests.domain.rules import RESOURCES

#: The table of the practice (section 2): id, first party and consumer, first party and
#: business, agency and consumer, default state.
PRACTICE = """
G-TIME-01 A W B on
G-TIME-02 A W A on
G-TIME-03 A A B on
G-TIME-04 W I W on
G-TIME-05 W W W off
G-TIME-06 - W - on
G-FREQ-01 A W B on
G-FREQ-02 W I B on
G-FREQ-03 A W A on
G-FREQ-04 A - B on
G-FREQ-05 A W B on
G-FREQ-06 W W W on
G-FREQ-07 W W W on
G-STOP-01 B B B on
G-STOP-02 A A B on
G-STOP-03 A W B on
G-STOP-04 B A B on
G-STOP-05 B - B on
G-STOP-06 A A B on
G-STOP-07 B A B on
G-STOP-08 A A B on
G-STOP-09 A A A on
G-STOP-10 A - A on
G-STOP-11 B B B UK
G-STOP-12 B A B on
G-STOP-13 A A A on
G-ID-01 A W B on
G-ID-02 W I A on
G-ID-03 A I B on
G-ID-04 - - A on
G-ID-05 A W B on
G-REC-01 B B B on
G-REC-02 W W W on
G-REC-03 W W W on
G-NOTE-01 X X X on
G-NOTE-02 W W W on
G-NOTE-03 X X X on
G-LTR-01 A W B on
G-LTR-02 A A B on
G-LTR-03 B A B on
G-LTR-04 B A B on
G-LTR-05 B B B on
G-LTR-06 B A B on
G-LTR-07 A - B on
G-LTR-08 A A B on
G-LTR-09 A I B on
G-LTR-10 A A A on
G-LTR-11 A A A UK
G-LTR-12 B B B on
G-LTR-13 B A B on
G-LTR-14 W W W on
G-LTR-15 - A A on
G-PAY-01 A - A on
G-PAY-02 B A B on
G-PAY-03 A W A on
G-PAY-04 A A A on
G-PAY-05 A A B on
G-PAY-06 A A B on
G-PAY-07 A A B on
G-PAY-08 W W W on
G-PAY-09 A A B on
G-PAY-10 - I - on
G-PAY-11 B B B on
G-PAY-12 A W B on
G-KEEP-01 A A B on
G-KEEP-02 A A B on
G-KEEP-03 A A A on
G-KEEP-04 X X X on
G-KEEP-05 W W W on
"""
TABLE = {line.split()[0]: line.split()[1:] for line in PRACTICE.strip().splitlines()}
COLUMNS: tuple[tuple[Mode, CustomerKind], ...] = (
    ("first_party", CustomerKind.CONSUMER),
    ("first_party", CustomerKind.ENTITY),
    ("third_party", CustomerKind.CONSUMER),
)
ROWS: Rows = {**CALLS, **LETTERS, **MONEY}
#: Looks at the real kind of customer, so it has a test of its own below.
APART = {"G-LTR-15"}
LETTER_OF = {
    None: "-",
    Severity.INFORMATION: "I",
    Severity.WARNING: "W",
    Severity.ASK: "A",
    Severity.BLOCKED: "B",
    Severity.NEVER: "X",
}


def column(mode: Mode, kind: CustomerKind) -> Column:
    """Give a column with every guard switched on, so that one that ships off is tried too."""
    rules = {guard: replace(rule, on=True) for guard, rule in RESOURCES.guards.items()}
    return Column(mode, kind, rules)


def severity(find: Find, guard: str, at: Column, *, on: bool) -> Severity | None:
    return next((one.severity for one in find(at, on) if one.guard == guard), None)


def test_the_practice_has_69_and_each_has_a_row() -> None:
    assert len(TABLE) == 69
    assert set(TABLE) - APART <= set(ROWS)
    assert set(ROWS) <= set(RESOURCES.guards)


@pytest.mark.parametrize("guard", TABLE)
def test_the_shipped_table_is_that_of_the_practice(guard: str) -> None:
    rule = RESOURCES.guards[guard]
    state = "UK" if rule.only_in == "GB" else "on" if rule.on else "off"
    shipped = [
        LETTER_OF[rule.first_party_consumer],
        LETTER_OF[rule.first_party_business],
        LETTER_OF[rule.third_party_consumer],
        state,
    ]
    assert shipped == TABLE[guard]


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("guard", ROWS)
def test_it_fires_as_hard_as_its_column_says_and_else_is_silent(guard: str, number: int) -> None:
    at = column(*COLUMNS[number])
    _deed, find = ROWS[guard]
    rule = RESOURCES.guards[guard]
    wanted = rule.severity(*COLUMNS[number])
    assert severity(find, guard, at, on=True) is wanted
    assert severity(find, guard, at, on=False) is None


@pytest.mark.parametrize("guard", ROWS)
def test_an_unknown_kind_of_customer_counts_as_a_consumer(guard: str) -> None:
    _deed, find = ROWS[guard]
    known = severity(find, guard, column("first_party", CustomerKind.CONSUMER), on=True)
    assert severity(find, guard, column("first_party", CustomerKind.UNKNOWN), on=True) is known


@pytest.mark.parametrize("guard", ROWS)
def test_switched_off_it_is_silent(guard: str) -> None:
    rules = {**RESOURCES.guards, guard: replace(RESOURCES.guards[guard], on=False)}
    at = Column("first_party", CustomerKind.CONSUMER, rules)
    assert severity(ROWS[guard][1], guard, at, on=True) is None


@pytest.mark.parametrize(("mode", "wanted"), [("first_party", "A"), ("third_party", "A")])
def test_a_person_in_business_in_california(mode: Mode, wanted: str) -> None:
    at = column(mode, CustomerKind.NATURAL_BUSINESS)
    fired = severity(commercial, "G-LTR-15", at, on=True)
    assert LETTER_OF[fired] == wanted
    assert severity(commercial, "G-LTR-15", at, on=False) is None


def test_each_row_names_the_deed_it_stands_before() -> None:
    assert all(deed for deed, _find in ROWS.values())
