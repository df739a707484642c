"""The rules as they stand for this business: guards, tables of places, and what they did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards_keep import stale_findings
from collections_desk.domain.place_rules import unverified_places
from collections_desk.domain.rule_tables import (
    GuardCount,
    GuardSwitch,
    TableReview,
    is_house,
    last_looked_over,
    may_switch_off,
    severity_words,
    switched,
)
from collections_desk.errors import EntryRefusedError, ResourceFaultError
from collections_desk.operations.guarding import (
    guard_rules,
    guarded_write,
    kept_reasons,
    mode_of,
    record_findings,
)
from collections_desk.operations.worklist import local_date
from collections_desk.store.customers import load_customer
from collections_desk.store.guard_events import event_lines, guard_counts
from collections_desk.store.rule_choices import (
    guard_switches,
    save_review,
    save_switch,
    table_reviews,
)
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.place_rules import PlaceRule
    from collections_desk.domain.recording import ConsentRule
    from collections_desk.domain.rule_tables import GuardEventLine, RuleTable
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

#: How far back "what it did last month" looks, in days.
LOOKED_BACK_DAYS = 30
#: The tables that are looked at when the desk is opened, as `Resources` names them.
TABLES = (
    "guards",
    "rule_tables",
    "places",
    "recording_consent",
    "announcements",
    "limitation_periods",
    "zone_tables",
    "holidays",
    "flags",
    "outcomes",
    "reasons",
    "dispute_codes",
    "plans",
    "letters",
)
_NOTHING = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class GuardLine:
    """A guard as it stands for this business.

    Attributes:
        rule: The row of the table, as it stands.
        severity: How hard it stands, in words.
        house: Whether it rests on the house alone.
        switch: What the business decided about it, or None where it is as shipped.
        count: How often it fired in the last `LOOKED_BACK_DAYS` days.
    """

    rule: GuardRule
    severity: str
    house: bool
    switch: GuardSwitch | None
    count: GuardCount


@dataclass(frozen=True, slots=True)
class TableLine:
    """A table of rules and when it was last looked over.

    Attributes:
        looked_over: The day, here or before shipping.
        review: Who looked it over here, or None.
        stale: What G-KEEP-05 says about it, or None.
    """

    table: RuleTable
    looked_over: date
    review: TableReview | None
    stale: GuardFinding | None


@dataclass(frozen=True, slots=True)
class RulesPage:
    """What the screen "Rules" shows.

    Attributes:
        review_days: After so many days a table asks to be looked over.
        unverified: States whose rules for the business itself are from memory only.
    """

    guards: tuple[GuardLine, ...]
    tables: tuple[TableLine, ...]
    places: tuple[PlaceRule, ...]
    consent: tuple[ConsentRule, ...]
    unverified: tuple[str, ...]
    mode: Mode
    today: date
    zone: str
    review_days: int

    @property
    def stale(self) -> tuple[GuardFinding, ...]:
        """Return what G-KEEP-05 says, all tables together."""
        return tuple(line.stale for line in self.tables if line.stale is not None)


def rules_page(desk: Desk) -> RulesPage:
    """Return the rules as they stand, with what they did in the last days."""
    resources, now = desk.resources, desk.now()
    with desk.database.read() as session:
        settings = load_settings(session)
        switches, reviews = guard_switches(session), table_reviews(session)
        counts = guard_counts(
            session, now - timedelta(days=LOOKED_BACK_DAYS), now + timedelta(seconds=1)
        )
        stale = {found.facts["table"]: found for found in stale_tables(session, desk)}
    mode = mode_of(settings)
    looked = last_looked_over(resources.rule_tables, reviews)
    return RulesPage(
        tuple(
            GuardLine(
                rule,
                severity_words(rule, mode),
                is_house(rule),
                switches.get(guard),
                counts.get(guard, GuardCount()),
            )
            for guard, rule in switched(resources.guards, switches).items()
        ),
        tuple(
            TableLine(one, looked[one.table], reviews.get(one.table), stale.get(one.table))
            for one in resources.rule_tables
        ),
        tuple(resources.places.values()),
        tuple(resources.recording_consent.values()),
        unverified_places(resources.text("places/places.toml"), "places/places.toml"),
        mode,
        local_date(desk, settings),
        settings.time_zone,
        settings.rules_review_days,
    )


def broken_tables(desk: Desk) -> list[ResourceFaultError]:
    """Return what is wrong with the data files of the rules; each names its file and line.

    Whatever needs a broken table refuses with the same sentence, and nothing is written.
    """
    found: list[ResourceFaultError] = []
    for name in TABLES:
        try:
            getattr(desk.resources, name)
        except ResourceFaultError as fault:
            found.append(fault)
        except OSError as error:
            found.append(ResourceFaultError(name, 1, f"it cannot be read ({error.strerror})"))
    return found


def stale_tables(session: Reading, desk: Desk) -> list[GuardFinding]:
    """Return which tables of rules were not looked over for too long (G-KEEP-05)."""
    settings = load_settings(session)
    return stale_findings(
        last_looked_over(desk.resources.rule_tables, table_reviews(session)),
        guard_rules(session, desk),
        mode=mode_of(settings),
        kind=CustomerKind.CONSUMER,
        today=local_date(desk, settings),
        limit_days=settings.rules_review_days,
    )


def note_stale_tables(desk: Desk) -> list[GuardFinding]:
    """Record that tables are old, once in `LOOKED_BACK_DAYS` days each; return all that are."""
    with desk.database.read() as session:
        stale = stale_tables(session, desk)
        recent = desk.now() - timedelta(days=LOOKED_BACK_DAYS)
        told = {
            line.said.partition(" was not")[0]
            for line in event_lines(session, guard="G-KEEP-05")
            if line.fired_at >= recent
        }
    new = [found for found in stale if found.said.partition(" was not")[0] not in told]
    if new:
        with guarded_write(
            desk,
            "rules.stale",
            f"{len(new)} tables of rules were not looked over for too long",
            facts={"tables": [found.facts["table"] for found in new]},
        ) as transaction:
            for found in new:  # one table, one entry
                record_findings(
                    transaction, desk, [found], deed="desk opened", refused="Not opened"
                )
    return stale


def guard_events_of(desk: Desk, guard: str, *, limit: int = 500) -> list[GuardEventLine]:
    """Return when one guard fired and what became of it, the newest first."""
    with desk.database.read() as session:
        return event_lines(session, guard=guard, limit=limit)


def guard_story(session: Reading, customer_id: int) -> list[GuardEventLine]:
    """Return every guard that fired for one customer, the oldest first, for the evidence."""
    return event_lines(session, customer_id=customer_id)[::-1]


def customer_overrides(desk: Desk, customer_id: int) -> list[GuardEventLine]:
    """Return the guards that were passed with a sentence for one customer, the newest first."""
    with desk.database.read() as session:
        load_customer(session, customer_id)
        return event_lines(session, customer_id=customer_id, decision="overridden")


def switch_guard(
    desk: Desk, guard: str, *, on: bool, reason: str, operation_id: str | None = None
) -> None:
    """Switch a guard on or off for this business.

    Raises:
        EntryRefusedError: If there is no such guard, it is never switched off, or it rests on a
            law and no reason is given.
    """
    rule = desk.resources.guards.get(guard)
    if rule is None:
        raise EntryRefusedError(
            "guard", f'There is no guard "{guard}".', f"Look at Rules. {_NOTHING}"
        )
    if not on and not may_switch_off(rule):
        raise EntryRefusedError(
            "guard",
            f"{guard} guards the record itself and cannot be switched off.",
            _NOTHING,
        )
    said = kept_reasons({guard: reason}).get(guard, "")
    if not on and not is_house(rule) and not said:
        raise EntryRefusedError(
            "reason",
            f"{guard} rests on {rule.source}.",
            f"Say in a sentence why it is switched off. {_NOTHING}",
        )
    with desk.database.write(
        "rules.switched",
        f"switched {guard} {'on' if on else 'off'}{f': {said}' if said else ''}",
        now=desk.now(),
        facts={"guard": guard, "on": on, "reason": said, "rule_as_of": rule.as_of.isoformat()},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        save_switch(
            transaction,
            GuardSwitch(guard, on, said, local_date(desk, settings), settings.clerk),
        )


def review_table(
    desk: Desk, table: str, *, note: str = "", operation_id: str | None = None
) -> TableReview:
    """Record that the clerk looked a table of rules over today.

    Raises:
        EntryRefusedError: If there is no such table, or nobody is named in the settings.
    """
    known = {one.table: one for one in desk.resources.rule_tables}
    if table not in known:
        raise EntryRefusedError(
            "table", f'There is no table "{table}".', f"Look at Rules. {_NOTHING}"
        )
    kept = kept_reasons({"": note}).get("", "")
    with desk.database.write(
        "rules.reviewed",
        f"looked over the table {known[table].label}",
        now=desk.now(),
        facts={"table": table, "note": kept},
        operation_id=operation_id,
    ) as transaction:
        settings = load_settings(transaction)
        if not settings.clerk:
            raise EntryRefusedError(
                "clerk",
                "Nobody is named in the settings.",
                f"Say who works here (Settings), then record the review. {_NOTHING}",
            )
        review = TableReview(table, local_date(desk, settings), settings.clerk, kept)
        save_review(transaction, review)
    return review
