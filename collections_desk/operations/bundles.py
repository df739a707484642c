"""The referral bundle: one customer's file for a lawyer, an agency or an adviser."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from collections_desk.domain.guards import find
from collections_desk.domain.paper import BundleChoice, Exhibit, PackageFile, file_name
from collections_desk.domain.progress import Progress, no_progress
from collections_desk.exports.evidence import write_paper
from collections_desk.exports.part_file import part_file
from collections_desk.exports.placement import csv_bytes, write_zip
from collections_desk.operations.bundle_cover import bundle_paper
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    guarded_write,
    record_findings,
)
from collections_desk.operations.handout_facts import handout
from collections_desk.operations.handout_tables import (
    calls_table,
    entries_table,
    guards_table,
    media_ending,
    payments_table,
    promises_table,
)
from collections_desk.operations.placement_deed import BLOCK, mode_of
from collections_desk.operations.worklist import local_date
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.documents import get_document
from collections_desk.store.exports import ExportRecord, add_export_record
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.exports.part_file import PartFile
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.handout_facts import Handout
    from collections_desk.store.reading import Reading

__all__ = ["Bundle", "BundleChoice", "examine_bundle", "make_bundle"]
#: The share of the work that goes into the PDF; the rest goes into the ZIP file.
_PDF, _ALL = 80, 100


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle that was handed out."""

    path: Path
    pages: int
    documents: int
    sha256: str


def examine_bundle(
    desk: Desk, customer_id: int, choice: BundleChoice | None = None
) -> list[GuardFinding]:
    """Return what the guards say about handing this file out (G-KEEP-03)."""
    with desk.database.read() as session:
        return _findings(session, desk, customer_id, choice or BundleChoice())


def make_bundle(  # noqa: PLR0913 - what the clerk chooses
    desk: Desk,
    customer_id: int,
    path: Path,
    *,
    choice: BundleChoice | None = None,
    recipient: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
    overwrite: bool = False,
    progress: Progress = no_progress,
    operation_id: str | None = None,
) -> Bundle:
    """Write the bundle as a PDF, or with the documents as a ZIP file, and record it.

    Args:
        desk: The open desk.
        customer_id: Whose file.
        path: Where it goes; a name that ends in ".zip" gets the documents beside the PDF.
        choice: What goes in.
        recipient: Who gets it, for the record.
        reasons: The clerk's sentence for each guard that asks.
        overwrite: Replace a file of that name; the clerk has said so.
        progress: Told how far it is; may cancel, and then nothing is left.
        operation_id: Makes asking again safe.

    Raises:
        ExportRefusedError: If the file cannot be written.
        NotAllowedError: If G-KEEP-03 asks and has no answer.
        Cancelled: If the clerk asked for it.
    """
    asked = choice or BundleChoice()
    packed = path.suffix.lower() == ".zip"
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        facts = handout(session, desk, settings, customer_id, today)
        exhibits = list(_exhibits(session, facts))
        others = list(_others(session, facts, asked)) if packed else []
    paper = bundle_paper(desk, facts, asked, exhibits, recipient)
    resources = desk.resources
    content, pages = write_paper(
        paper,
        resources.bytes("fonts/NotoSans-Regular.ttf"),
        resources.bytes("fonts/NotoSans-Bold.ttf"),
        lambda done, total: progress(_PDF * done // max(total, 1), _ALL),
        size=settings.paper,
    )
    files = [PackageFile("bundle.pdf", content)]
    if packed:
        files += [*_documents(facts, desk, exhibits, asked), *others]
    deed = _Deed(desk, facts, asked, recipient, reasons, operation_id)
    with part_file(path, overwrite=overwrite) as part:
        sha256 = _written(part.file, files, packed=packed, progress=progress)
        deed.record(part, sha256, pages)
    return Bundle(path, pages, len(exhibits), sha256)


def _written(
    file: BinaryIO, files: Sequence[PackageFile], *, packed: bool, progress: Progress
) -> str:
    """Write the PDF alone, or everything as a ZIP file; return the SHA-256 of the file."""
    if packed:
        write_zip(files, file, lambda _done, _total: progress(_PDF, _ALL))
    else:
        file.write(files[0].content)
    file.flush()
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    progress(_ALL - 1, _ALL)
    return digest.hexdigest()


class _Deed:
    """A bundle that is being handed out: what is recorded of it."""

    def __init__(  # noqa: PLR0913, PLR0917 - the deed and all that it is made of
        self,
        desk: Desk,
        facts: Handout,
        choice: BundleChoice,
        recipient: str,
        reasons: Mapping[str, str],
        operation_id: str | None,
    ) -> None:
        self._desk, self._facts, self._choice = desk, facts, choice
        self._recipient, self._reasons = recipient, reasons
        self._operation_id = operation_id

    def record(self, part: PartFile, sha256: str, pages: int) -> None:
        """Ask the guards, record the bundle, and let the file appear."""
        desk, customer = self._desk, self._facts.customer
        what = f"handed out the bundle of {customer.name}"
        with guarded_write(
            desk,
            "bundle.exported",
            f"{what} to {self._recipient}" if self._recipient else what,
            facts={"customer_id": customer.id, "sha256": sha256, "pages": pages},
            operation_id=self._operation_id,
        ) as transaction:
            record_findings(
                transaction,
                desk,
                _findings(transaction, desk, customer.id, self._choice),
                self._reasons,
                deed="bundle handed out",
                refused="The bundle is not handed out yet",
                customer_id=customer.id,
            )
            export_id = add_export_record(transaction, self._line(part.path, sha256))
            add_fact(transaction, export_id=export_id)
            part.publish()

    def _line(self, path: Path, sha256: str) -> ExportRecord:
        choice = self._choice
        return ExportRecord(
            id=0,
            kind="bundle",
            format=path.suffix.lower().removeprefix(".") or "pdf",
            filter={"customer_id": self._facts.customer.id, "recordings": choice.recordings},
            rows=len(self._facts.timeline),
            sha256=sha256,
            file_name=path.name,
            recipient=self._recipient,
            redacted=not (choice.notes or choice.full_numbers),
            clerk=self._facts.settings.clerk,
            exported_at=self._desk.now(),
        )


def _findings(
    session: Reading, desk: Desk, customer_id: int, choice: BundleChoice
) -> list[GuardFinding]:
    shown = [
        words
        for words, there in (
            ("notes and what was said", choice.notes),
            ("whole telephone numbers", choice.full_numbers),
            ("recordings", choice.recordings),
        )
        if there
    ]
    if not shown:
        return []
    settings = load_settings(session)
    return find(
        guard_rules(session, desk),
        "G-KEEP-03",
        mode=mode_of(settings),
        kind=load_customer(session, customer_id).kind,
        said=f"the bundle holds {', '.join(shown)}",
        facts={"shown": shown},
    )


def _exhibits(session: Reading, facts: Handout) -> Iterator[Exhibit]:
    """Give the letters as printed in order, each with its proof, then the other papers."""
    seen: set[str] = set()
    number = 0
    for sha256, title in _papers(facts):
        if sha256 in seen:
            continue
        document = get_document(session, sha256)
        if document.media_type.startswith("audio/"):
            continue
        seen.add(sha256)
        number += 1
        yield Exhibit(f"Exhibit {number}", title, sha256, document.media_type, document.content)


def _papers(facts: Handout) -> Iterator[tuple[str, str]]:
    for letter in facts.letters:
        if letter.document_sha256:
            yield letter.document_sha256, f"Letter {letter.ref} ({letter.type}), as printed"
        for event in letter.events:
            if event.document_sha256:
                what = f"Letter {letter.ref}: {event.state.value} {event.dated_on}"
                yield event.document_sha256, what
    for standing in facts.plans:
        if standing.plan.signed_sha256:
            yield standing.plan.signed_sha256, f"Payment plan {standing.plan.id}, signed"
    for decision in facts.decisions:
        if decision.memo_sha256 and decision.stands:
            yield decision.memo_sha256, f"Decision memo of {decision.decided_on}"
    for attachment in facts.attachments:
        yield attachment.sha256, attachment.label


def _others(session: Reading, facts: Handout, choice: BundleChoice) -> Iterator[PackageFile]:
    """Give the recordings, if they are wanted."""
    if not choice.recordings:
        return
    seen = set()
    for attachment in facts.attachments:
        if attachment.media_type.startswith("audio/") and attachment.sha256 not in seen:
            seen.add(attachment.sha256)
            name = f"{file_name(attachment.label)}-{attachment.id}"
            ending = media_ending(attachment.media_type)
            content = get_document(session, attachment.sha256).content
            yield PackageFile(f"recordings/{name}.{ending}", content)


def _documents(
    facts: Handout, desk: Desk, exhibits: list[Exhibit], choice: BundleChoice
) -> Iterator[PackageFile]:
    """Give the exhibits as they are stored, and the tables behind the sections."""
    for number, one in enumerate(exhibits, start=1):
        name = f"{number:03}-{file_name(one.title)}.{media_ending(one.media_type)}"
        yield PackageFile(f"documents/{name}", one.content)
    calls = calls_table(facts, desk, full_numbers=choice.full_numbers, notes=choice.notes)
    guards = guards_table(facts, notes=choice.notes)
    tables = (calls, promises_table(facts), guards, payments_table(facts), entries_table(facts))
    for table in tables:
        yield PackageFile(f"tables/{table.name.lower()}.csv", csv_bytes(table))
