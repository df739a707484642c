"""Recording calls: what is to be said first, what was answered, and the files of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.guards_keep import export_findings
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.recording import RecordedTalk, consent_needed, recording_findings
from collections_desk.errors import EntryRefusedError, StoreError
from collections_desk.exports.part_file import part_file
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_basis,
    guarded_write,
    record_findings,
)
from collections_desk.operations.worklist import local_date
from collections_desk.store.documents import attachments, get_document
from collections_desk.store.exports import ExportRecord, add_export_record
from collections_desk.store.holds import holds
from collections_desk.store.recordings import add_consent, consent_of_call, consents
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.recording import Announcement, ConsentNeeded, RecordingConsent
    from collections_desk.operations.desk import Desk
    from collections_desk.store.database import Transaction
    from collections_desk.store.documents import Attachment
    from collections_desk.store.reading import Reading

#: The flag of a customer who does not want calls recorded.
NO_RECORDING = "REC_NO"
_STAYS = "The file stays where it is; nothing was attached. Delete the file."


@dataclass(frozen=True, slots=True)
class RecordingAsk:
    """What the clerk needs before she records a call with a customer.

    Attributes:
        needed: Whose consent it takes, over all places.
        announcements: What may be said.
        wanted: Whether the business records calls at all.
        refused: Why this customer is never recorded, or empty.
    """

    needed: ConsentNeeded
    announcements: tuple[Announcement, ...]
    wanted: bool
    refused: str


def ask_about_recording(desk: Desk, customer_id: int) -> RecordingAsk:
    """Return what is to be said before a call with this customer is recorded."""
    with desk.database.read() as session:
        settings = load_settings(session)
        basis = guard_basis(session, desk, settings, customer_id, local_date(desk, settings))
        return RecordingAsk(
            consent_needed(settings.place, basis.where, desk.resources.recording_consent),
            tuple(desk.resources.announcements.values()),
            settings.record_calls != "never",
            refusal(session, desk, customer_id),
        )


def refusal(session: Reading, desk: Desk, customer_id: int) -> str:
    """Return why a customer is never recorded, or an empty text."""
    today = local_date(desk, load_settings(session))
    for hold in holds(session, customer_id):
        if hold.flag == NO_RECORDING and hold.active(today):
            return f"the customer does not want calls recorded (since {short_day(hold.begins_on)})"
    return ""


def check_talk(session: Reading, desk: Desk, customer_id: int, talk: RecordedTalk | None) -> None:
    """Refuse an entry that says that a call was recorded although that was refused.

    Raises:
        EntryRefusedError: If it was.
    """
    if talk is None or not talk.recorded:
        return
    if talk.answer == "no":
        raise EntryRefusedError(
            "recording",
            "The other side refused the recording, so this call cannot be a recorded one.",
            "Take the check mark off and delete the file. Nothing was logged; what you typed is"
            " kept.",
        )
    if why := refusal(session, desk, customer_id):
        raise EntryRefusedError(
            "recording",
            f"This call is not to be recorded: {why}.",
            "Take the check mark off and delete the file. Nothing was logged; what you typed is"
            " kept.",
        )


def keep_talk(  # noqa: PLR0913, PLR0917 - the parts of one row
    transaction: Transaction,
    desk: Desk,
    customer_id: int,
    activity_id: int,
    talk: RecordedTalk | None,
    started: datetime,
) -> None:
    """Record, inside an operation, what was said about recording a call; nothing if nothing."""
    if talk is None or not (talk.recorded or talk.answer or talk.words):
        return
    settings = load_settings(transaction)
    basis = guard_basis(transaction, desk, settings, customer_id, local_date(desk, settings))
    add_consent(
        transaction,
        customer_id,
        activity_id,
        talk,
        consent_needed(settings.place, basis.where, desk.resources.recording_consent),
        asked_at=talk.asked_at or started,
        now=desk.now(),
    )


def recording_consents(desk: Desk, customer_id: int) -> list[RecordingConsent]:
    """Return what was said about recording calls with a customer, the newest first."""
    with desk.database.read() as session:
        return consents(session, customer_id)


def attach_findings(
    session: Reading, desk: Desk, customer_id: int, activity_id: int | None
) -> list[GuardFinding]:
    """Return what stands before laying a recording beside a call.

    Raises:
        EntryRefusedError: If the recording was refused. No reason passes that.
    """
    if why := refusal(session, desk, customer_id):
        raise EntryRefusedError("file", f"This is a recording, and {why}.", _STAYS)
    consent = None if activity_id is None else consent_of_call(session, activity_id)
    if consent is not None and consent.answer == "no":
        raise EntryRefusedError(
            "file",
            f"This is a recording, and on {consent.asked_at:%Y-%m-%d} the other side refused it.",
            _STAYS,
        )
    settings = load_settings(session)
    basis = guard_basis(session, desk, settings, customer_id, local_date(desk, settings))
    agreed = consent is not None and consent.answer in {"yes", "silent_continued"}
    talk = RecordedTalk(answer="yes" if agreed else "", recorded=True)
    needed = consent_needed(settings.place, basis.where, desk.resources.recording_consent)
    return recording_findings(talk, needed, basis.rules, mode=basis.mode, kind=basis.kind)


def copy_findings(
    session: Reading, desk: Desk, attachment: Attachment, recipient: str
) -> list[GuardFinding]:
    """Return what stands before a copy of an attachment leaves the encrypted store."""
    settings = load_settings(session)
    basis = guard_basis(
        session, desk, settings, attachment.customer_id, local_date(desk, settings)
    )
    what = (
        "a recording"
        if attachment.media_type.startswith(("audio/", "video/"))
        else "a stored document"
    )
    return export_findings(
        [what], basis.rules, mode=basis.mode, kind=basis.kind, recipient=recipient
    )


def examine_copy(desk: Desk, attachment_id: int, recipient: str = "") -> list[GuardFinding]:
    """Return what the guards say about saving a copy of an attachment."""
    with desk.database.read() as session:
        return copy_findings(session, desk, _attachment(session, attachment_id), recipient)


def save_copy(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    attachment_id: int,
    path: Path,
    *,
    recipient: str = "",
    overwrite: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
    operation_id: str | None = None,
) -> str:
    """Write a copy of an attachment to a file, and record who got it; return its SHA-256.

    Raises:
        GuardsStandError: If G-KEEP-03 asks and has no answer. Nothing was written.
        ExportRefusedError: If the file cannot be written, or is there already.
        StoreError: If the document is not what was stored.
    """
    with desk.database.read() as session:
        attachment = _attachment(session, attachment_id)
        document = get_document(session, attachment.sha256)
        clerk = load_settings(session).clerk
    sha256 = hashlib.sha256(document.content).hexdigest()
    with (
        part_file(path, overwrite=overwrite) as part,
        guarded_write(
            desk,
            "document.copied",
            f"saved a copy of {attachment.label} outside the data file",
            facts={"customer_id": attachment.customer_id, "sha256": sha256, "file": path.name},
            operation_id=operation_id,
        ) as transaction,
    ):
        record_findings(
            transaction,
            desk,
            copy_findings(transaction, desk, attachment, recipient),
            reasons,
            deed="copy of a document saved",
            refused="The copy is not saved yet",
            remedy="Say in a sentence who gets it and what for. Nothing was written.",
            customer_id=attachment.customer_id,
        )
        part.file.write(document.content)
        record = ExportRecord(
            id=0,
            kind="document",
            format=document.media_type,
            filter={"attachment_id": attachment_id, "customer_id": attachment.customer_id},
            rows=1,
            sha256=sha256,
            file_name=path.name,
            recipient=recipient.strip(),
            redacted=False,
            clerk=clerk,
            exported_at=desk.now(),
        )
        add_export_record(transaction, record)
        part.publish()
    return sha256


def _attachment(session: Reading, attachment_id: int) -> Attachment:
    found = [one for one in attachments(session) if one.id == attachment_id]
    if not found:
        raise StoreError(
            f"There is no attachment number {attachment_id}.",
            "Open the customer's files again. Nothing was written.",
            code="STORE-DOCUMENT",
        )
    return found[0]
