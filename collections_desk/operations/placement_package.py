"""The files of a placement package: tables for the agency's system, papers for its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.aging import days_past_due
from collections_desk.domain.call_log import Kind
from collections_desk.domain.handout_words import (
    address_text,
    paper_day,
    plain_amount,
    plain_day,
    shown_number,
)
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.domain.paper import (
    DataTable,
    PackageFile,
    Paper,
    PaperTable,
    Paragraph,
    Section,
    file_name,
)
from collections_desk.domain.placements import percent_text, plain_percent
from collections_desk.exports.evidence import write_paper
from collections_desk.exports.placement import csv_bytes, xlsx_bytes
from collections_desk.operations.handout_tables import (
    calls_table,
    guards_table,
    media_ending,
    promises_table,
)
from collections_desk.store.documents import get_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from collections_desk.domain.guards_placement import Sifted
    from collections_desk.domain.progress import Progress
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.handout_facts import Handout
    from collections_desk.store.placements import Receiver
    from collections_desk.store.reading import Reading

_T, _A, _D, _N = Kind.TEXT, Kind.AMOUNT, Kind.DAY, Kind.NUMBER


@dataclass(frozen=True, slots=True)
class PackageChoice:
    """What goes into the package besides the tables.

    Attributes:
        documents: Statement, call log, letters as printed, signed plans, promises, guards.
        full_numbers: Telephone numbers whole; otherwise their last four digits.
        notes: What was said in calls and written in notes.
    """

    documents: bool = True
    full_numbers: bool = False
    notes: bool = False

    @property
    def redacted(self) -> bool:
        """Whether numbers are shortened and notes left out."""
        return not (self.full_numbers or self.notes)


@dataclass(frozen=True, slots=True)
class PlacedCustomer:
    """One customer of the package."""

    handout: Handout
    sifted: Sifted


def package_files(  # noqa: PLR0913 - the package and all that it is made of
    session: Reading,
    desk: Desk,
    customers: Sequence[PlacedCustomer],
    receiver: Receiver,
    choice: PackageChoice,
    *,
    made_at: datetime,
    progress: Progress,
) -> list[PackageFile]:
    """Return the files of a package, in the order in which they stand in it."""
    tables = package_tables(customers, receiver, choice)
    created = made_at
    files = [
        PackageFile("placement.xlsx", xlsx_bytes(tables, title="Placement", created=created)),
        *(PackageFile(f"{table.name.lower()}.csv", csv_bytes(table)) for table in tables),
    ]
    for number, one in enumerate(customers):
        progress(number, len(customers))
        if one.sifted.kept:
            files += _customer_files(session, desk, one, receiver, choice)
    return files


def package_tables(
    customers: Sequence[PlacedCustomer], receiver: Receiver, choice: PackageChoice
) -> list[DataTable]:
    """Return the tables: who, which invoices, what was left out and why."""
    placed = [one for one in customers if one.sifted.kept]
    return [
        DataTable(
            "Accounts",
            (
                ("account", _T), ("name", _T), ("kind", _T), ("contact", _T), ("phone", _T),
                ("address", _T), ("currency", _T), ("amount_placed", _A), ("invoices", _N),
                ("oldest_due", _D), ("days_past_due", _N), ("balances_as_of", _D),
                ("placed_with", _T), ("commission_percent", _T),
            ),
            tuple(row for one in placed for row in _account_rows(one, receiver, choice)),
        ),
        DataTable(
            "Invoices",
            (
                ("account", _T), ("name", _T), ("invoice", _T), ("dated", _D), ("due", _D),
                ("days_past_due", _N), ("currency", _T), ("original", _A), ("paid", _A),
                ("placed", _A), ("reference", _T),
            ),
            tuple(row for one in placed for row in _invoice_rows(one)),
        ),
        DataTable(
            "Not-placed",
            (
                ("account", _T), ("name", _T), ("invoice", _T), ("due", _D), ("currency", _T),
                ("open", _A), ("why", _T),
            ),
            tuple(
                (
                    one.handout.customer.reference or "",
                    one.handout.customer.name,
                    drop.item.number,
                    plain_day(drop.item.due_on),
                    drop.item.open.currency,
                    plain_amount(drop.item.open),
                    drop.why,
                )
                for one in customers
                for drop in one.sifted.dropped
            ),
        ),
    ]  # fmt: skip


def _account_rows(
    one: PlacedCustomer, receiver: Receiver, choice: PackageChoice
) -> Iterable[tuple[str, ...]]:
    facts = one.handout
    person = facts.people[0].name if facts.people else ""
    phone = next((point.value for point in facts.points if point.is_phone), "")
    home = facts.addresses[0] if facts.addresses else None
    for code, amount in totals_by_currency(item.open for item in one.sifted.kept).items():
        items = [item for item in one.sifted.kept if item.open.currency == code]
        oldest = min(item.due_on for item in items if item.due_on is not None)
        yield (
            facts.customer.reference or "",
            facts.customer.name,
            facts.customer.kind.value,
            person,
            shown_number(phone, full=choice.full_numbers),
            address_text(home),
            code,
            plain_amount(amount),
            str(len(items)),
            plain_day(oldest),
            str(days_past_due(oldest, facts.today)),
            plain_day(facts.line.as_of),
            receiver.name,
            plain_percent(receiver.commission_percent),
        )


def _invoice_rows(one: PlacedCustomer) -> Iterable[tuple[str, ...]]:
    facts = one.handout
    known = {item.id: item for item in facts.items}
    for item in one.sifted.kept:
        whole = known[item.id]
        original = Money(whole.amount_minor, whole.currency)
        yield (
            facts.customer.reference or "",
            facts.customer.name,
            item.number,
            plain_day(whole.issued_on),
            plain_day(item.due_on),
            str(days_past_due(item.due_on, facts.today)),
            whole.currency,
            plain_amount(original),
            plain_amount(original - item.open),
            plain_amount(item.open),
            whole.reference,
        )


def _customer_files(
    session: Reading, desk: Desk, one: PlacedCustomer, receiver: Receiver, choice: PackageChoice
) -> list[PackageFile]:
    facts = one.handout
    label = f"{facts.customer.reference or facts.customer.id} {facts.customer.name}"
    folder = f"accounts/{file_name(label)}-{facts.customer.id}"
    files = [PackageFile(f"{folder}/statement.pdf", _statement(desk, one, receiver))]
    if not choice.documents:
        return files
    calls = calls_table(facts, desk, full_numbers=choice.full_numbers, notes=choice.notes)
    files += [
        PackageFile(f"{folder}/{table.name.lower()}.csv", csv_bytes(table))
        for table in (calls, promises_table(facts), guards_table(facts, notes=choice.notes))
    ]
    for letter in facts.letters:
        if letter.document_sha256 is not None:
            content = get_document(session, letter.document_sha256).content
            name = file_name(f"{letter.ref}-{letter.type}")
            files.append(PackageFile(f"{folder}/letters/{name}.pdf", content))
    for standing in facts.plans:
        if standing.plan.signed_sha256 is not None:
            paper = get_document(session, standing.plan.signed_sha256)
            ending = media_ending(paper.media_type)
            path = f"{folder}/signed-plan-{standing.plan.id}.{ending}"
            files.append(PackageFile(path, paper.content))
    return files


def _statement(desk: Desk, one: PlacedCustomer, receiver: Receiver) -> bytes:
    """Return the statement of what is placed, as a PDF."""
    facts, locale = one.handout, one.handout.settings.locale
    count, head = facts.head
    known = {item.id: item for item in facts.items}
    rows = []
    for item in one.sifted.kept:
        whole = known[item.id]
        original = Money(whole.amount_minor, whole.currency)
        rows.append(
            (
                item.number or item.kind,
                paper_day(whole.issued_on),
                paper_day(item.due_on),
                str(days_past_due(item.due_on, facts.today)),
                money_text(original, locale),
                money_text(original - item.open, locale),
                money_text(item.open, locale),
            )
        )
    totals = totals_by_currency(item.open for item in one.sifted.kept)
    rows += [
        (f"Placed, {code}", "", "", "", "", "", money_text(total, locale))
        for code, total in totals.items()
    ]
    table = PaperTable(
        ("Invoice", "Dated", "Due", "Days past due", "Original", "Paid or credited", "Open"),
        tuple(rows),
        (2.0, 1.5, 1.5, 1.1, 1.6, 1.6, 1.6),
        frozenset({3, 4, 5, 6}),
        totals=len(totals),
    )
    paper = Paper(
        title="Statement of the placed account",
        subtitle=facts.customer.name,
        head=(
            ("Account", facts.customer.reference or "none"),
            ("Creditor", facts.settings.business.name),
            ("Placed with", receiver.name),
            ("Commission", percent_text(receiver.commission_percent)),
            ("Balances as of", paper_day(facts.line.as_of)),
            ("Date", paper_day(facts.today)),
            ("Audit log", f"{count} operations; fingerprint of the last: {head}"),
        ),
        sections=(
            Section("Placed invoices", (table,)),
            Section("Left out", (Paragraph(_left_out(one)),)),
        ),
        footer=f"{facts.settings.business.name}, statement for {facts.customer.name}",
        author=facts.settings.business.name,
        sample=desk.sample,
    )
    resources = desk.resources
    content, _ = write_paper(
        paper,
        resources.bytes("fonts/NotoSans-Regular.ttf"),
        resources.bytes("fonts/NotoSans-Bold.ttf"),
        lambda _done, _total: None,
        size=facts.settings.paper,
    )
    return content


def _left_out(one: PlacedCustomer) -> str:
    lines = [f"{drop.item.number or drop.item.kind}: {drop.why}" for drop in one.sifted.dropped]
    return "\n".join(lines) or "Nothing."
