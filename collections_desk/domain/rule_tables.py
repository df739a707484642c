"""What the business decided about the rules: guards switched, tables looked over, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.guards import Severity
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from collections_desk.domain.guards import GuardRule, Mode


#: A section of law in a source: "1006.30(b)", "22(b)".
_SECTION = re.compile(r"[0-9]{3,}|[0-9]+\(")


@dataclass(frozen=True, slots=True)
class GuardSwitch:
    """A guard that the business switched on or off, in the place of what is shipped.

    Attributes:
        guard: "G-TIME-05" for one.
        on: Whether it stands from then on.
        reason: The clerk's sentence.
        since: The creditor's local date of the decision.
        clerk: Who decided it.
    """

    guard: str
    on: bool
    reason: str
    since: date
    clerk: str


@dataclass(frozen=True, slots=True)
class RuleTable:
    """A table of rules that is shipped.

    Attributes:
        table: Its file, "places/places.toml".
        label: What the clerk calls it.
        as_of: The day on which its sources were last read before shipping.
        source: What it rests on.
    """

    table: str
    label: str
    as_of: date
    source: str


@dataclass(frozen=True, slots=True)
class TableReview:
    """Somebody looked a table over.

    Attributes:
        table: Its file.
        reviewed_on: The creditor's local date.
        clerk: Who did.
        note: What was found, in words; may be empty.
    """

    table: str
    reviewed_on: date
    clerk: str
    note: str


@dataclass(frozen=True, slots=True)
class GuardCount:
    """How often a guard fired in a span of time, by what became of it."""

    shown: int = 0
    stopped: int = 0
    overridden: int = 0
    heeded: int = 0

    @property
    def total(self) -> int:
        """Return how often it fired."""
        return self.shown + self.stopped + self.overridden + self.heeded


@dataclass(frozen=True, slots=True)
class GuardEventLine:
    """One firing, as a list shows it.

    Attributes:
        customer_id: Whom it concerned; None where no customer was.
        decision: shown, stopped, overridden or heeded.
        reason: The clerk's sentence, or what was done as the guard asks; or empty.
        activity_id: The entry that it belongs to; `letter_id` the letter.
    """

    id: int
    fired_at: datetime
    guard: str
    severity: str
    customer_id: int | None
    customer_name: str
    deed: str
    said: str
    decision: str
    reason: str
    clerk: str
    rule_as_of: date
    activity_id: int | None = None
    letter_id: int | None = None


def switched(
    rules: Mapping[str, GuardRule], switches: Mapping[str, GuardSwitch]
) -> dict[str, GuardRule]:
    """Return the table of guards as it stands for this business."""
    return {
        guard: replace(rule, on=switches[guard].on) if guard in switches else rule
        for guard, rule in rules.items()
    }


def is_house(rule: GuardRule) -> bool:
    """Tell whether a guard rests on the house alone, and on no law."""
    return rule.source.casefold().startswith(("house", "practice")) and not _SECTION.search(
        rule.source
    )


def may_switch_off(rule: GuardRule) -> bool:
    """Tell whether a guard may be switched off at all; one of severity never may not."""
    severities = (
        rule.first_party_consumer,
        rule.first_party_business,
        rule.third_party_consumer,
    )
    return Severity.NEVER not in severities


def severity_words(rule: GuardRule, mode: Mode) -> str:
    """Return how hard a guard stands for a business that collects in this way."""
    if mode == "third_party":
        return _word(rule.third_party_consumer)
    consumer, business = _word(rule.first_party_consumer), _word(rule.first_party_business)
    return consumer if consumer == business else f"{consumer}; business {business}"


def _word(severity: Severity | None) -> str:
    return severity.value if severity is not None else "does not apply"


def rule_table_list(text: str, file: str) -> tuple[RuleTable, ...]:
    """Read which tables of rules there are, and as of when."""
    tables: dict[str, RuleTable] = {}
    for row in read_csv(text, file, {"table", "label", "as_of", "source"}):
        name = row.text("table")
        if name in tables:
            row.refuse(f'the table "{name}" is already there', "table")
        tables[name] = RuleTable(name, row.text("label"), row.day("as_of"), row.text("source"))
    return tuple(tables.values())


def last_looked_over(
    tables: tuple[RuleTable, ...], reviews: Mapping[str, TableReview]
) -> dict[str, date]:
    """Return by table the day on which it was last looked over, here or before shipping."""
    return {
        one.table: max(one.as_of, reviews[one.table].reviewed_on)
        if one.table in reviews
        else one.as_of
        for one in tables
    }
