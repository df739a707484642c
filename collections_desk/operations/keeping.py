"""How long records are kept: which are past their day, and what stands before purging them.

This program deletes nothing of the record. It says which records are past the day on which the
house looks at them, and what speaks against it; a legal hold always does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.guards_keep import LEGAL_YEARS, purge_findings
from collections_desk.domain.place_rules import places_of
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    guarded_write,
    hardest_first,
    mode_of,
    record_findings,
)
from collections_desk.operations.worklist import local_date
from collections_desk.store.customers import addresses
from collections_desk.store.kept_records import kept_records
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.guards_keep import KeptRecord
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading


@dataclass(frozen=True, slots=True)
class PurgeLine:
    """One record as the preview shows it.

    Attributes:
        record: What is known of it.
        past: Whether the day on which the house looks at it has come, and nothing is open.
        house_date: That day, or None where nothing ever happened.
        findings: What stands before purging it.
    """

    record: KeptRecord
    past: bool
    house_date: date | None
    findings: tuple[GuardFinding, ...]


def purge_preview(desk: Desk, *, everyone: bool = False) -> list[PurgeLine]:
    """Return the records that are past their day, or all with what keeps them."""
    with desk.database.read() as session:
        lines = _lines(session, desk)
    return [line for line in lines if everyone or line.past]


def ask_to_purge(
    desk: Desk, customer_id: int, *, reasons: Mapping[str, str] = NO_REASONS
) -> PurgeLine:
    """Ask the guards about purging one record, and put what they say on record.

    Nothing is deleted: the answer is for whoever decides on the data file.

    Raises:
        GuardsStandError: If a guard stands and has no answer; a legal hold takes none.
        EntryRefusedError: If the record is still needed, for something is open.
    """
    with desk.database.read() as session:
        line = next(
            (one for one in _lines(session, desk) if one.record.customer_id == customer_id), None
        )
    if line is None:
        raise EntryRefusedError(
            "customer", "There is no such customer.", "Read the list again. Nothing was changed."
        )
    if line.record.open_balance and not line.record.legal_hold:
        raise EntryRefusedError(
            "customer",
            f"{line.record.name} still has open items.",
            "A record is looked at when nothing is open any more. Nothing was changed.",
        )
    with guarded_write(
        desk,
        "records.purge_asked",
        f"asked whether the record of {line.record.name} may be purged",
        facts={"customer_id": customer_id, "house_date": str(line.house_date)},
    ) as transaction:
        record_findings(
            transaction,
            desk,
            line.findings,
            reasons,
            deed="purge asked for",
            refused=f"The record of {line.record.name} is kept",
            remedy="Nothing is deleted. Wait for the day, or say in a sentence why not.",
            customer_id=customer_id,
        )
    return line


def _lines(session: Reading, desk: Desk) -> list[PurgeLine]:
    settings = load_settings(session)
    today, mode = local_date(desk, settings), mode_of(settings)
    rules, zone = guard_rules(session, desk), ZoneInfo(settings.time_zone)
    places, tables = desk.resources.places, desk.resources.zone_tables
    wanting = {ident: one for ident, one in places.items() if one.keep_years > LEGAL_YEARS}
    records = kept_records(session, zone, {})
    years = {
        one.customer_id: max(
            (
                rule.keep_years
                for rule in places_of(addresses(session, one.customer_id), wanting, tables)
            ),
            default=0,
        )
        for one in (records if wanting else ())
    }
    lines = []
    for record in kept_records(session, zone, years) if years else records:
        day = record.house_date()
        lines.append(
            PurgeLine(
                record,
                day is not None and today >= day and not record.open_balance,
                day,
                tuple(hardest_first(purge_findings(record, rules, mode=mode, today=today))),
            )
        )
    return lines
