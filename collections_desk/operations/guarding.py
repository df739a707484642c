"""How every deed asks the guards and keeps what they said.

A deed that guards may stand before does three things:

1. `examine_…` finds out what the guards say, so that the window can ask the clerk;
2. the deed itself, inside `guarded_write`, finds out again and calls `record_findings`: what
   was not answered stops the deed, what was answered is recorded with its sentence;
3. `stop_deed` records that the clerk did not do it.

Whichever way it goes, each guard that fired is on record: the rule and its date, the facts,
what was decided, why, by whom and when.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from collections_desk.domain.guards import Confirmed, Severity, find, merged, unanswered
from collections_desk.domain.guards_notes import mask_numbers
from collections_desk.domain.place_rules import customer_places, held_as, places_of
from collections_desk.domain.rule_tables import switched
from collections_desk.errors import EntryRefusedError, NotAllowedError
from collections_desk.store.balances import open_items
from collections_desk.store.customers import addresses, load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.rule_choices import guard_switches
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.place_rules import PlaceRule
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.balances import OpenItem
    from collections_desk.store.database import Transaction
    from collections_desk.store.reading import Reading

#: What is said where a deed has no words of its own.
REMEDY = "Put it right, or say in a sentence why it is done all the same. Nothing was recorded."
#: The longest sentence that passes a guard, in characters.
LONGEST_REASON = 500
NO_REASONS: Mapping[str, str] = MappingProxyType({})


class GuardsStandError(NotAllowedError):
    """Guards stand before a deed and were not answered.

    Attributes:
        findings: All that fired, the hardest first, for the window to ask about.
        standing: Those of them without an answer.
        about: What the deed was and whom it concerned, for the record.
    """

    def __init__(
        self,
        refused: str,
        findings: Sequence[GuardFinding],
        standing: Sequence[GuardFinding],
        remedy: str,
        about: Mapping[str, Any],
    ) -> None:
        super().__init__(refused, [found.said for found in standing], remedy)
        self.findings = tuple(findings)
        self.standing = tuple(standing)
        self.about = dict(about)


def guard_rules(session: Reading, desk: Desk) -> dict[str, GuardRule]:
    """Return the guards as they stand for this business: the shipped table and its switches."""
    return switched(desk.resources.guards, guard_switches(session))


@dataclass(frozen=True, slots=True)
class GuardBasis:
    """By which rules and whose column the guards look at one customer.

    Attributes:
        rules: The guards as they stand for this business.
        mode: Who collects.
        kind: Whose column is read: a person in business counts as a consumer where a place
            says so; an unknown kind does everywhere.
        country: For rules that hold in one country only; "GB" if any address is there.
        where: Every place of the customer, "US-MA"; empty where none is known.
        places: The rules of those places; of all places where none is known.
    """

    rules: Mapping[str, GuardRule]
    mode: Mode
    kind: CustomerKind
    country: str
    where: tuple[str, ...]
    places: tuple[PlaceRule, ...]

    def find(self, guard: str, said: str, **facts: Any) -> list[GuardFinding]:  # noqa: ANN401 - facts of a guard
        """Return the finding of one guard, or nothing where it is off or does not apply."""
        return find(
            self.rules,
            guard,
            mode=self.mode,
            kind=self.kind,
            said=said,
            facts=facts,
            place=self.country,
        )


def guard_basis(
    session: Reading,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    today: date,
) -> GuardBasis:
    """Read by which rules the guards look at a customer."""
    customer, homes = load_customer(session, customer_id), addresses(session, customer_id)
    tables, all_places = desk.resources.zone_tables, desk.resources.places
    where = customer_places(homes, tables)
    places = tuple(places_of(homes, all_places, tables) if where else all_places.values())
    countries = [one.partition("-")[0] for one in where]
    kind = held_as(
        customer.kind,
        places if where else (),
        owed_in_dollars(open_items(session, customer_id)),
        today,
    )
    country = "GB" if "GB" in countries else next(iter(countries), "US")
    return GuardBasis(guard_rules(session, desk), mode_of(settings), kind, country, where, places)


def mode_of(settings: Settings) -> Mode:
    """Return who collects."""
    return "third_party" if settings.mode == "third_party" else "first_party"


def owed_in_dollars(items: Iterable[OpenItem]) -> int | None:
    """Return what is open in cents; None where some of it is in another currency."""
    owed = [item.open for item in items]
    if any(money.currency != "USD" and money.minor for money in owed):
        return None
    return sum(money.minor for money in owed)


def hardest_first(findings: Iterable[GuardFinding]) -> list[GuardFinding]:
    """Return each guard once, in the order in which the clerk reads them."""
    order = {"never": 0, "blocked": 1, "ask": 2, "warning": 3, "information": 4}
    together = merged(list(findings))
    return sorted(together, key=lambda found: (order[found.severity.value], found.guard))


def record_findings(  # noqa: PLR0913 - each is named at the call
    transaction: Transaction,
    desk: Desk,
    findings: Iterable[GuardFinding],
    reasons: Mapping[str, str] = NO_REASONS,
    *,
    deed: str,
    refused: str,
    remedy: str = REMEDY,
    customer_id: int | None = None,
    activity_id: int | None = None,
    letter_id: int | None = None,
) -> None:
    """Let a deed go on where every guard that asks has its sentence, and record them all.

    Args:
        transaction: The transaction of the deed.
        desk: The open desk.
        findings: What the guards say about it.
        reasons: The clerk's sentence by guard. For a guard that blocks it is `Confirmed`:
            looked at a second time. Those of severity never take none.
        deed: What is done, as the record names it: "payment recorded".
        refused: What is said if it is stopped: "The payment is not recorded yet".
        remedy: What to do then.
        customer_id: Whom it concerns; None where no customer is.
        activity_id: The entry that it belongs to.
        letter_id: The letter that it belongs to.

    Raises:
        GuardsStandError: If a guard stands. `guarded_write` records that it did.
        EntryRefusedError: If a sentence is too long.
    """
    found = hardest_first(findings)
    given = kept_reasons(reasons)
    if standing := unanswered(found, given):
        about = {"deed": deed, "customer_id": customer_id, "letter_id": letter_id}
        raise GuardsStandError(refused, found, standing, remedy + more_to_do(standing), about)
    if not found:
        return
    add_guard_events(
        transaction,
        customer_id,
        found,
        deed=deed,
        decision="shown",
        reasons=given,
        clerk=load_settings(transaction).clerk,
        now=desk.now(),
        activity_id=activity_id,
        letter_id=letter_id,
    )
    add_fact(transaction, guards=facts_for_audit(found))


def require_answers(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    findings: Iterable[GuardFinding],
    reasons: Mapping[str, str],
    *,
    deed: str,
    refused: str,
    remedy: str = REMEDY,
    customer_id: int | None = None,
) -> None:
    """Stop a deed before its long work begins; `record_findings` records it in the end.

    Raises:
        GuardsStandError: If a guard stands; that is on record.
    """
    found = hardest_first(findings)
    if standing := unanswered(found, kept_reasons(reasons)):
        stop_deed(desk, standing, deed=deed, customer_id=customer_id)
        about = {"deed": deed, "customer_id": customer_id, "letter_id": None}
        raise GuardsStandError(refused, found, standing, remedy + more_to_do(standing), about)


def more_to_do(standing: Iterable[GuardFinding]) -> str:
    """Return what a guard that blocks wants besides a sentence, to be put behind a remedy."""
    blocked = [found.guard for found in standing if found.severity is Severity.BLOCKED]
    if not blocked:
        return ""
    named = " and ".join(blocked)
    return (
        f" What {named} {'blocks' if len(blocked) == 1 else 'block'} is confirmed a second time."
    )


@contextmanager
def guarded_write(
    desk: Desk,
    kind: str,
    what: str,
    *,
    facts: Mapping[str, Any] | None = None,
    operation_id: str | None = None,
) -> Iterator[Transaction]:
    """Give a transaction like `Database.write`; guards that stop it are put on record.

    The deed itself is then not stored at all; that it was stopped is stored on its own.

    Raises:
        GuardsStandError: If `record_findings` found a guard without an answer.
    """
    try:
        with desk.database.write(
            kind, what, now=desk.now(), facts=facts, operation_id=operation_id
        ) as transaction:
            yield transaction
    except GuardsStandError as stood:
        stop_deed(
            desk,
            stood.standing,
            deed=stood.about["deed"],
            customer_id=stood.about["customer_id"],
            letter_id=stood.about["letter_id"],
        )
        raise


def stop_deed(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    findings: Sequence[GuardFinding],
    *,
    deed: str,
    customer_id: int | None = None,
    letter_id: int | None = None,
    reason: str = "",
    operation_id: str | None = None,
) -> None:
    """Record that guards, or the clerk after reading them, stopped a deed.

    Nothing is recorded where no guard fired.
    """
    if not findings:
        return
    named = ", ".join(found.guard for found in findings)
    said = kept_reasons({"": reason}).get("", "")
    with desk.database.write(
        "guard.stopped",
        f"stopped: {deed} ({named})",
        now=desk.now(),
        facts={
            "customer_id": customer_id,
            "letter_id": letter_id,
            "guards": facts_for_audit(findings),
            "why": said,
        },
        operation_id=operation_id,
    ) as transaction:
        add_guard_events(
            transaction,
            customer_id,
            findings,
            deed=f"{deed}: {said}" if said else deed,
            decision="stopped",
            clerk=load_settings(transaction).clerk,
            now=desk.now(),
            letter_id=letter_id,
        )


def kept_reasons(reasons: Mapping[str, str]) -> dict[str, str]:
    """Return sentences as they may be kept: trimmed, numbers masked, empty ones left out.

    Raises:
        EntryRefusedError: If one is longer than `LONGEST_REASON`.
    """
    kept = {guard: _masked(said) for guard, said in reasons.items()}
    for guard, said in kept.items():
        if len(said) > LONGEST_REASON:
            raise EntryRefusedError(
                "reason",
                f"The reason{f' for {guard}' if guard else ''} has {len(said)} characters.",
                f"Say it in at most {LONGEST_REASON}. Nothing was recorded.",
            )
    return {guard: said for guard, said in kept.items() if said}


def _masked(said: str) -> str:
    text = mask_numbers(said.strip()).text
    return Confirmed(text) if isinstance(said, Confirmed) else text


def facts_for_audit(findings: Iterable[GuardFinding]) -> list[dict[str, Any]]:
    """Return findings as plain values for the audit line."""
    return [
        {"guard": found.guard, "severity": found.severity.value}
        | ({"heeded": found.heeded} if found.heeded else {})
        for found in findings
    ]
