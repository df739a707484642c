"""Files laid beside a customer: scans, pictures, recordings, kept by their SHA-256."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.operations.wording import kept_line
from collections_desk.store import documents
from collections_desk.store.customers import load_customer
from collections_desk.store.database import add_fact

if TYPE_CHECKING:
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
    operation_id: str | None = None,
) -> int:
    """Store a file encrypted beside a customer, and return the number of the attachment.

    The label is what the clerk calls it; it is never used as a file name.

    Raises:
        EntryRefusedError: If the file is empty or too large, or the label cannot be kept.
    """
    name = kept_line(label, field="label", needed=True)
    with desk.database.write(
        "document.attached",
        f"attached {name} to customer {customer_id}",
        now=desk.now(),
        facts={"customer_id": customer_id, "label": name},
        operation_id=operation_id,
    ) as transaction:
        load_customer(transaction, customer_id)
        sha256 = documents.put_document(transaction, content, media_type, now=desk.now())
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
