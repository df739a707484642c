"""Files laid beside a customer: scans, pictures, recordings, kept by their SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.operations.guarding import NO_REASONS, guarded_write, record_findings
from collections_desk.operations.recordings import attach_findings
from collections_desk.operations.wording import kept_line
from collections_desk.store import documents
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact
from collections_desk.store.recordings import add_recording, consent_of_call

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.operations.desk import Desk
    from collections_desk.store.documents import Attachment, Document


def attach_file(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    customer_id: int,
    content: bytes,
    label: str,
    media_type: str,
    *,
    activity_id: int | None = None,
    letter_id: int | None = None,
    dispute_id: int | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    operation_id: str | None = None,
) -> int:
    """Store a file encrypted beside a customer, and return the number of the attachment.

    The label is what the clerk calls it; it is never used as a file name. A recording needs a
    consent on record, at the call that it is laid beside.

    Raises:
        EntryRefusedError: If the file is empty or too large, the label cannot be kept, or it is
            a recording that was refused.
        GuardsStandError: If it is a recording without a consent, and there is no reason.
    """
    name = kept_line(label, field="label", needed=True)
    with guarded_write(
        desk,
        "document.attached",
        f"attached {name} to customer {customer_id}",
        facts={"customer_id": customer_id, "label": name},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        is_recording = media_type.startswith(("audio/", "video/"))
        if is_recording:
            record_findings(
                transaction,
                desk,
                attach_findings(transaction, desk, customer_id, activity_id),
                reasons,
                deed="recording attached",
                refused="The recording is not attached yet",
                remedy="Log what was said before it was recorded (in the call), attach it to that"
                " call, or give a reason. Nothing was attached.",
                customer_id=customer_id,
                activity_id=activity_id,
            )
        sha256 = documents.put_document(transaction, content, media_type, now=desk.now())
        if is_recording and activity_id is not None:
            consent = consent_of_call(transaction, activity_id)
            if consent is not None:
                add_recording(transaction, consent, sha256, now=desk.now())
        attachment_id = documents.add_attachment(
            transaction,
            customer_id=customer_id,
            sha256=sha256,
            label=name,
            now=desk.now(),
            activity_id=activity_id,
            letter_id=letter_id,
            dispute_id=dispute_id,
        )
        add_fact(transaction, sha256=sha256, attachment_id=attachment_id)
    return attachment_id


def attachments(
    desk: Desk, customer_id: int, *, activity_id: int | None = None
) -> list[Attachment]:
    """Return what lies beside a customer, or beside one entry, the newest first."""
    with desk.database.read() as session:
        return documents.attachments(session, customer_id=customer_id, activity_id=activity_id)


def read_document(desk: Desk, sha256: str) -> Document:
    """Return a stored document, checked against its hash. It goes to no file."""
    with desk.database.read() as session:
        return documents.get_document(session, sha256)
