"""How a deed asks the guards, and that each firing is on record whichever way it goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from collections_desk.domain.guards import Confirmed, GuardFinding, Severity
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.desk import Desk
from collections_desk.operations.guarding import (
    GuardsStandError,
    guarded_write,
    record_findings,
    stop_deed,
)
from collections_desk.store import audit_log
from collections_desk.store.guard_events import guard_events
from tests.operations.contact_desk import add_customer


def finding(guard: str, severity: Severity) -> GuardFinding:
    return GuardFinding(guard, severity, "why", date(2026, 11, 21), "house", {"count": 3})


ASKS = finding("G-PAY-03", Severity.ASK)
BLOCKS = finding("G-PAY-11", Severity.BLOCKED)
NEVER = finding("G-KEEP-04", Severity.NEVER)
TELLS = finding("G-PAY-10", Severity.INFORMATION)


def do(desk: Desk, customer: int, *findings: GuardFinding, **reasons: str) -> None:
    with guarded_write(desk, "test.deed", "did it") as transaction:
        record_findings(
            transaction,
            desk,
            findings,
            {guard.replace("_", "-"): said for guard, said in reasons.items()},
            deed="deed done",
            refused="The deed is not done yet",
            customer_id=customer,
        )


def events(desk: Desk, customer: int) -> list[tuple[str, str, str, str]]:
    with desk.database.read() as session:
        found = guard_events(session, customer)
    return [(one["guard"], one["decision"], one["reason"], one["deed"]) for one in found]


def done(desk: Desk) -> list[str]:
    with desk.database.read() as session:
        return [line.kind for line in audit_log.events(session)]


@pytest.mark.parametrize("stands", [ASKS, BLOCKS, NEVER])
def test_what_is_not_answered_stops_the_deed_and_is_on_record(
    desk: Desk, stands: GuardFinding
) -> None:
    customer = add_customer(desk)
    with pytest.raises(GuardsStandError) as refused:
        do(desk, customer, TELLS, stands)

    assert refused.value.problem == "The deed is not done yet: why."
    assert refused.value.standing == (stands,)
    assert events(desk, customer) == [(stands.guard, "stopped", "", "deed done")]
    assert "test.deed" not in done(desk)
    assert "guard.stopped" in done(desk)


def test_a_sentence_passes_it_and_is_kept(desk: Desk) -> None:
    customer = add_customer(desk)
    twice = Confirmed("The manager said so.")
    do(desk, customer, TELLS, ASKS, BLOCKS, G_PAY_03=" Said so. ", G_PAY_11=twice)

    assert set(events(desk, customer)) == {
        ("G-PAY-10", "shown", "", "deed done"),
        ("G-PAY-03", "overridden", "Said so.", "deed done"),
        ("G-PAY-11", "overridden", "The manager said so.", "deed done"),
    }


def test_what_blocks_wants_its_sentence_confirmed_a_second_time(desk: Desk) -> None:
    customer = add_customer(desk)

    with pytest.raises(GuardsStandError) as refused:
        do(desk, customer, BLOCKS, ASKS, G_PAY_11="The manager said so.", G_PAY_03="Said so.")

    assert refused.value.standing == (BLOCKS,)
    assert refused.value.remedy.endswith("What G-PAY-11 blocks is confirmed a second time.")
    assert events(desk, customer) == [("G-PAY-11", "stopped", "", "deed done")]
    assert "test.deed" not in done(desk)


def test_what_was_done_as_the_guard_asks_is_heeded_and_wants_no_sentence(desk: Desk) -> None:
    customer = add_customer(desk)

    do(desk, customer, replace(BLOCKS, heeded="It is kept back"), G_PAY_11="not needed")

    assert events(desk, customer) == [("G-PAY-11", "heeded", "It is kept back", "deed done")]
    with pytest.raises(GuardsStandError):  # heeded for one thing, not for the other
        do(desk, customer, replace(ASKS, heeded="It is kept back"), ASKS)
    with pytest.raises(GuardsStandError):
        do(desk, customer, replace(NEVER, heeded="It is kept back"))


def test_no_sentence_passes_what_is_never_allowed(desk: Desk) -> None:
    customer = add_customer(desk)
    with pytest.raises(GuardsStandError):
        do(desk, customer, NEVER, G_KEEP_04="The owner wants it.")


def test_a_sentence_of_blanks_is_none(desk: Desk) -> None:
    with pytest.raises(GuardsStandError):
        do(desk, add_customer(desk), ASKS, G_PAY_03="  ")


def test_a_card_number_in_a_sentence_is_masked(desk: Desk) -> None:
    customer = add_customer(desk)
    do(desk, customer, ASKS, G_PAY_03="Paid with 4111 1111 1111 1111.")
    assert events(desk, customer)[0][2] == "Paid with [masked, ends 1111]."


def test_a_sentence_without_end_is_refused(desk: Desk) -> None:
    with pytest.raises(EntryRefusedError, match="501 characters"):
        do(desk, add_customer(desk), ASKS, G_PAY_03="x" * 501)


def test_stopping_keeps_the_reason(desk: Desk) -> None:
    customer = add_customer(desk)
    stop_deed(desk, [ASKS], deed="payment", customer_id=customer, reason="She calls back.")
    stop_deed(desk, [], deed="payment", customer_id=customer)
    assert events(desk, customer) == [("G-PAY-03", "stopped", "", "payment: She calls back.")]


def test_a_guard_without_a_customer_is_recorded_too(desk: Desk) -> None:
    stop_deed(desk, [BLOCKS], deed="purge")
    assert "guard.stopped" in done(desk)
