"""One placement on its way: the package written, then everything recorded at once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.decisions import standing_decision
from collections_desk.domain.guards import find
from collections_desk.domain.guards_placement import placement_findings
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import monies_text
from collections_desk.errors import ExportRefusedError
from collections_desk.exports.part_file import part_file
from collections_desk.exports.placement import PartFolder, manifest, write_zip
from collections_desk.operations.guarding import guard_rules, guarded_write, record_findings
from collections_desk.store.customers import change_customer
from collections_desk.store.database import add_fact
from collections_desk.store.decisions import decisions
from collections_desk.store.exports import ExportRecord, add_export_record
from collections_desk.store.guard_events import add_guard_events
from collections_desk.store.placements import add_placement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path

    from collections_desk.domain.guards import GuardFinding, Mode
    from collections_desk.domain.guards_placement import Sifted
    from collections_desk.domain.paper import PackageFile
    from collections_desk.domain.progress import Progress
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.placement_package import PackageChoice, PlacedCustomer
    from collections_desk.store.database import Transaction
    from collections_desk.store.placements import Receiver
    from collections_desk.store.reading import Reading

#: How much of a file is read at once when its hash is taken.
BLOCK = 1 << 20
#: The deed, as the record of guards names it.
PLACING = "placement"
#: What the customer page says of a customer that somebody else collects from.
END_STATE = {"agency": "placed", "court": "legal"}


@dataclass(frozen=True, slots=True)
class Placed:
    """What was placed.

    Attributes:
        sha256: Of the package: of the ZIP file, or of the manifest of a folder.
    """

    path: Path
    placement_ids: tuple[int, ...]
    rows: int
    dropped: int
    sha256: str
    files: int


def mode_of(settings: Settings) -> Mode:
    """Return who collects."""
    return "third_party" if settings.mode == "third_party" else "first_party"


def handing_out(
    session: Reading, desk: Desk, settings: Settings, choice: PackageChoice
) -> list[GuardFinding]:
    """Return what G-KEEP-03 says of a package: it asks where something is not redacted."""
    shown = [
        words
        for words, there in (
            ("whole telephone numbers", choice.full_numbers),
            ("notes and what was said", choice.notes),
        )
        if there
    ]
    if not shown:
        return []
    return find(
        guard_rules(session, desk),
        "G-KEEP-03",
        mode=mode_of(settings),
        kind=CustomerKind.CONSUMER,
        said=f"the package holds {' and '.join(shown)}",
        facts={"shown": shown},
    )


class PlacementDeed:
    """A placement that is being made."""

    def __init__(  # noqa: PLR0913, PLR0917 - the deed and all that it is made of
        self,
        desk: Desk,
        settings: Settings,
        today: date,
        customers: Sequence[PlacedCustomer],
        receiver: Receiver,
        choice: PackageChoice,
        untried: Mapping[int, Sequence[GuardFinding]],
        reasons: Mapping[str, str],
        operation_id: str | None,
    ) -> None:
        self._desk, self._settings, self._today = desk, settings, today
        self._customers, self._receiver, self._choice = customers, receiver, choice
        self._untried = untried
        self._reasons, self._operation_id = reasons, operation_id

    def as_zip(
        self, path: Path, files: Sequence[PackageFile], progress: Progress, *, overwrite: bool
    ) -> Placed:
        """Write the package as one ZIP file."""
        with part_file(path, overwrite=overwrite) as part:
            write_zip(files, part.file, progress)
            part.file.flush()
            part.file.seek(0)
            sha256 = _sha256(part.file)
            with self._transaction() as transaction:
                ids = self._record(transaction, path, sha256, "zip")
                part.publish()
        return self._placed(path, ids, sha256, files)

    def as_folder(self, path: Path, files: Sequence[PackageFile], progress: Progress) -> Placed:
        """Write the package as a folder."""
        folder = PartFolder(path)
        folder.write(files, progress)
        sha256 = hashlib.sha256(manifest(files).content).hexdigest()
        try:
            with self._transaction() as transaction:
                ids = self._record(transaction, path, sha256, "folder")
                folder.publish()
        except OSError as error:
            folder.discard()
            raise ExportRefusedError(
                f'"{path.name}" cannot be written: {error.strerror or "the disk refuses"}.',
                "Choose another folder. Nothing was placed.",
                code="EXPORT-WRITE",
            ) from error
        except BaseException:
            folder.discard()
            raise
        return self._placed(path, ids, sha256, files)

    def _transaction(self) -> AbstractContextManager[Transaction]:
        names = ", ".join(one.handout.customer.name for one in self._customers[:3])
        more = len(self._customers) - 3
        if more > 0:
            names += f" and {more} more"
        amount = monies_text(tuple(totals_placed(one.sifted for one in self._customers)))
        return guarded_write(
            self._desk,
            "placement.made",
            f"placed {amount} of {names} with {self._receiver.name}",
            facts={
                "with": self._receiver.name,
                "kind": self._receiver.kind,
                "customers": [one.handout.customer.id for one in self._customers],
            },
            operation_id=self._operation_id,
        )

    def _record(
        self, transaction: Transaction, path: Path, sha256: str, format_: str
    ) -> list[int]:
        """Write the placements, what the guards dropped, and the record of the package."""
        desk, settings = self._desk, self._settings
        record_findings(
            transaction,
            desk,
            handing_out(transaction, desk, settings, self._choice),
            self._reasons,
            deed="placement package handed out",
            refused="The package is not handed out yet",
        )
        for customer_id, asked in self._untried.items():
            record_findings(
                transaction,
                desk,
                asked,
                self._reasons,
                deed=PLACING,
                refused="Nothing is placed yet",
                customer_id=customer_id,
            )
        sifted = [one.sifted for one in self._customers]
        rules = guard_rules(transaction, desk)
        for customer_id, findings in placement_findings(sifted, rules, mode_of(settings)).items():
            add_guard_events(
                transaction,
                customer_id,
                findings,
                deed=PLACING,
                decision="stopped",
                clerk=settings.clerk,
                now=desk.now(),
            )
        ids: list[int] = []
        for one in self._customers:
            if one.sifted.kept:
                ids += self._place_one(transaction, one, sha256)
        add_export_record(
            transaction,
            ExportRecord(
                id=0,
                kind="placement",
                format=format_,
                filter={"with": self._receiver.name, "placements": ids},
                rows=sum(len(one.kept) for one in sifted),
                sha256=sha256,
                file_name=path.name,
                recipient=self._receiver.name,
                redacted=self._choice.redacted,
                clerk=settings.clerk,
                exported_at=desk.now(),
            ),
        )
        add_fact(transaction, placements=ids, sha256=sha256)
        return ids

    def _place_one(self, transaction: Transaction, one: PlacedCustomer, sha256: str) -> list[int]:
        """Record a placement for each currency, and that the customer is out of our hands."""
        customer_id = one.handout.customer.id
        decision = standing_decision(
            found
            for found in decisions(transaction, customer_id)
            if found.kind == self._receiver.kind
        )
        ids = []
        for code in sorted({item.open.currency for item in one.sifted.kept}):
            items = [
                (item.id, item.open) for item in one.sifted.kept if item.open.currency == code
            ]
            ids.append(
                add_placement(
                    transaction,
                    customer_id,
                    self._receiver,
                    items,
                    placed_on=self._today,
                    clerk=self._settings.clerk,
                    now=self._desk.now(),
                    decision_id=decision.id if decision else None,
                    package_sha256=sha256,
                )
            )
        change_customer(transaction, customer_id, end_state=END_STATE[self._receiver.kind])
        return ids

    def _placed(
        self, path: Path, ids: Sequence[int], sha256: str, files: Sequence[PackageFile]
    ) -> Placed:
        return Placed(
            path,
            tuple(ids),
            sum(len(one.sifted.kept) for one in self._customers),
            sum(len(one.sifted.dropped) for one in self._customers),
            sha256,
            len(files) + 1,
        )


def totals_placed(sifted: Iterable[Sifted]) -> list[Money]:
    """Return what is placed, by currency."""
    totals: dict[str, int] = {}
    for one in sifted:
        for item in one.kept:
            totals[item.open.currency] = totals.get(item.open.currency, 0) + item.open.minor
    return [Money(minor, code) for code, minor in sorted(totals.items())]


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return digest.hexdigest()
