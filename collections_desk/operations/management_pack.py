"""The management pack: one PDF a month, written to a file and put on record."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.effectiveness import USUAL_DAYS
from collections_desk.domain.envelopes import PAPERS
from collections_desk.domain.figure_page import figure_page
from collections_desk.domain.figures import History, Period, month_of
from collections_desk.domain.figures_days import month_words
from collections_desk.domain.money import Money
from collections_desk.domain.progress import Progress, no_progress
from collections_desk.exports.part_file import part_file
from collections_desk.letters.management_pack import missing_in_pack, render_pack
from collections_desk.letters.pack_content import put_together
from collections_desk.letters.pack_facts import PackFacts, TopCustomer, WrittenOff
from collections_desk.operations.figures import DAYS_LOOKED_AT, figure_facts, period_of, what_works
from collections_desk.operations.resting import collector_resting
from collections_desk.operations.worklist import local_date
from collections_desk.store import figures as stored
from collections_desk.store.exports import ExportRecord, add_export_record
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from pathlib import Path

    from collections_desk.domain.figure_facts import FigureFacts
    from collections_desk.letters.management_pack import Pack
    from collections_desk.operations.desk import Desk
    from collections_desk.store.figures import Who
    from collections_desk.store.reading import Reading

#: The code of a character in its description.
_CODE = re.compile(r"U\+([0-9A-F]{4,6})")


@dataclass(frozen=True, slots=True)
class PackExport:
    """What was handed out."""

    path: Path
    pages: int
    sha256: str


def management_pack(desk: Desk, month: date, progress: Progress = no_progress) -> Pack:
    """Put the pack of a month together.

    Raises:
        EntryRefusedError: If the month has not begun.
        Cancelled: If `progress` asks for it.
    """
    with collector_resting():
        with desk.database.read() as session:
            settings = load_settings(session)
            today = local_date(desk, settings)
            period = period_of(month, today)
            earlier = month_of(period.before)
            facts = figure_facts(session, desk, settings, period, today)
            before = figure_facts(session, desk, settings, earlier, today)
            people = stored.everybody(session)
            gone = _written_off(session, facts, period)
        progress(1, 4)
        texts, home = desk.resources.figure_texts, settings.currency
        page = figure_page(facts, period, texts, home_currency=home)
        progress(2, 4)
        page_before = figure_page(before, earlier, texts, home_currency=home, months=1)
        progress(3, 4)
        works = what_works(
            desk,
            days=USUAL_DAYS,
            since=period.last - timedelta(days=DAYS_LOOKED_AT),
            until=period.last,
        )
        pack = put_together(
            PackFacts(
                business=settings.business.name or "The business",
                clerk=settings.clerk,
                locale=settings.locale,
                paper=PAPERS[settings.paper],
                page=page,
                before=page_before,
                customers=_customers(facts, period, people),
                placements=tuple(
                    (people[one.customer_id].name, one)
                    for one in facts.placements
                    if one.placed_on <= period.last
                ),
                written_off=gone,
                effects=works.effects,
                sample=desk.sample,
            )
        )
    progress(4, 4)
    return pack


def _customers(
    facts: FigureFacts, period: Period, people: dict[int, Who]
) -> dict[str, tuple[TopCustomer, ...]]:
    """Return who has most past due at the end of the period, by currency."""
    sums: dict[tuple[str, int], list[int]] = defaultdict(lambda: [0, 0, 0])
    for one in History(facts).on(period.last):
        both = sums[one.item.currency, one.item.customer_id]
        both[0] += one.minor
        if one.days > 0:
            both[1] += one.minor
            if one.minor > 0:
                both[2] = max(both[2], one.days)
    found: dict[str, list[TopCustomer]] = defaultdict(list)
    for (code, customer), (opened, overdue, days) in sums.items():
        if overdue > 0 and customer in people:
            who = people[customer]
            found[code].append(
                TopCustomer(
                    who.name,
                    who.reference,
                    who.category,
                    Money(opened, code),
                    Money(overdue, code),
                    days,
                )
            )
    return {
        code: tuple(sorted(some, key=lambda one: (-one.overdue.minor, one.name)))
        for code, some in found.items()
    }


def _written_off(session: Reading, facts: FigureFacts, period: Period) -> tuple[WrittenOff, ...]:
    gone = [
        (one.id, -one.minor)
        for one in facts.entries
        if one.kind == "write_off" and one.kept and period.first <= one.on <= period.last
    ]
    rows = stored.behind(session, "entry", gone, "")
    return tuple(
        WrittenOff(row.on, row.customer, row.what.partition(" on ")[2] or row.what, row.amount)
        for row in sorted(rows, key=lambda row: (str(row.on), row.id))
        if row.on is not None and row.amount is not None
    )


def pack_pdf(desk: Desk, month: date, progress: Progress = no_progress) -> tuple[bytes, int, Pack]:
    """Return the pack as a PDF, its pages, and what stands in it.

    A character that the fonts do not have is printed as "?" and named on the first page.
    """
    pack = management_pack(desk, month, progress)
    assets = desk.resources.letter_assets
    missing = missing_in_pack(pack, assets)
    if missing:
        said = f" Printed as ?, for the fonts have no shape of them: {', '.join(missing)}."
        unprintable = {chr(int(one, 16)) for name in missing for one in _CODE.findall(name)}
        pack = replace(pack.without(unprintable), under=pack.under + said)
    content, pages = render_pack(pack, assets)
    return content, pages, pack


def export_pack(  # noqa: PLR0913 - what the clerk chooses in the form
    desk: Desk,
    month: date,
    path: Path,
    *,
    recipient: str = "",
    overwrite: bool = False,
    progress: Progress = no_progress,
    operation_id: str | None = None,
) -> PackExport:
    """Write the pack of a month to a file and record that this was done.

    Raises:
        EntryRefusedError: If the month has not begun.
        ExportRefusedError: If the file cannot be written.
        Cancelled: If the clerk asked for it; nothing is left then.
    """
    content, pages, _ = pack_pdf(desk, month, progress)
    sha256 = hashlib.sha256(content).hexdigest()
    clerk = desk.clerk
    with part_file(path, overwrite=overwrite) as part:
        part.file.write(content)
        record = ExportRecord(
            id=0,
            kind="pack",
            format="pdf",
            filter={"month": month.replace(day=1).isoformat()},
            rows=pages,
            sha256=sha256,
            file_name=path.name,
            recipient=recipient,
            redacted=False,
            clerk=clerk,
            exported_at=desk.now().astimezone(UTC),
        )
        with desk.database.write(
            "pack.exported",
            f"exported the management pack of {month_words(month.replace(day=1))}",
            now=desk.now(),
            facts={"sha256": sha256, "pages": pages, "file": path.name},
            operation_id=operation_id,
        ) as transaction:
            add_export_record(transaction, record)
            part.publish()
    return PackExport(path, pages, sha256)
