"""Documents: bytes kept by their SHA-256, so that what was printed can be shown unchanged."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from collections_desk.errors import EntryRefusedError, StoreError
from collections_desk.store.tables import AttachmentRow, DocumentRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction

#: The largest document, in bytes: an hour of recorded speech, a hundred scanned pages.
LARGEST = 64 * 1024 * 1024
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Document:
    """A stored document.

    Attributes:
        sha256: Its name here: the hash of `content`, 64 hex digits.
        media_type: What it is, "application/pdf" for one.
        size: In bytes.
    """

    sha256: str
    media_type: str
    size: int
    content: bytes


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document laid beside a customer, and perhaps beside one entry of hers.

    Attributes:
        label: What the clerk called it; never used as a file name.
    """

    id: int
    customer_id: int
    activity_id: int | None
    letter_id: int | None
    dispute_id: int | None
    sha256: str
    label: str
    media_type: str
    size: int
    added_at: datetime


def put_document(
    transaction: Transaction, content: bytes, media_type: str, *, now: datetime
) -> str:
    """Store bytes and return their SHA-256; bytes that are there already are not stored twice.

    Raises:
        EntryRefusedError: If the document is empty or over `LARGEST`.
    """
    if not content:
        raise EntryRefusedError(
            "file", "The file is empty.", "Choose another file. Nothing was stored."
        )
    if len(content) > LARGEST:
        raise EntryRefusedError(
            "file",
            f"The file has {len(content) // (1024 * 1024)} MB;"
            f" at most {LARGEST // (1024 * 1024)} MB can be kept.",
            "Make it smaller, a scan in gray for one. Nothing was stored.",
        )
    sha256 = hashlib.sha256(content).hexdigest()
    if transaction.get(DocumentRow, sha256) is None:
        transaction.add(
            DocumentRow(
                sha256=sha256,
                media_type=media_type,
                size=len(content),
                content=content,
                added_at=now,
            )
        )
        transaction.flush()
    return sha256


def get_document(session: Session, sha256: str) -> Document:
    """Return a stored document, checked against its hash.

    Raises:
        StoreError: If it is not there, or no longer what was stored.
    """
    row = session.scalar(select(DocumentRow).where(DocumentRow.sha256 == sha256))
    if row is None:
        raise StoreError(
            f"The document {sha256[:12]} is not in the data file.",
            "Look for it in a backup. Nothing was changed.",
            code="STORE-DOCUMENT",
        )
    if hashlib.sha256(row.content).hexdigest() != sha256:
        raise StoreError(
            f"The document {sha256[:12]} is not what was stored.",
            "It was changed by another program or is damaged; look for it in a backup.",
            code="STORE-DOCUMENT",
        )
    return Document(row.sha256, row.media_type, row.size, row.content)


def changed_documents(session: Session) -> Iterator[str]:
    """Yield the hash of each document that is no longer what was stored, one held at a time."""
    names = list(session.scalars(select(DocumentRow.sha256).order_by(DocumentRow.sha256)))
    for name in names:
        content = session.scalar(select(DocumentRow.content).where(DocumentRow.sha256 == name))
        if content is None or hashlib.sha256(content).hexdigest() != name:
            yield name


def add_attachment(  # noqa: PLR0913 - what it is laid beside
    transaction: Transaction,
    *,
    customer_id: int,
    sha256: str,
    label: str,
    now: datetime,
    activity_id: int | None = None,
    letter_id: int | None = None,
    dispute_id: int | None = None,
) -> int:
    """Lay a stored document beside a customer and return the number of the attachment.

    Raises:
        EntryRefusedError: If the label is longer than `LONGEST_LABEL`.
    """
    label = label.strip()
    if len(label) > LONGEST_LABEL:
        raise EntryRefusedError(
            "label",
            f"The label has {len(label)} characters; at most {LONGEST_LABEL} can be kept.",
            "Shorten it. Nothing was stored.",
        )
    row = AttachmentRow(
        customer_id=customer_id,
        activity_id=activity_id,
        letter_id=letter_id,
        dispute_id=dispute_id,
        sha256=sha256,
        label=label,
        added_at=now,
    )
    transaction.add(row)
    transaction.flush()
    return row.id


def attachments(
    session: Session,
    *,
    customer_id: int | None = None,
    activity_id: int | None = None,
    letter_id: int | None = None,
    dispute_id: int | None = None,
) -> list[Attachment]:
    """Return what lies beside a customer, an entry, a letter or a dispute; the newest first.

    Conditions that are given must all hold. The bytes are not read.
    """
    question = (
        select(AttachmentRow, DocumentRow.media_type, DocumentRow.size)
        .join(DocumentRow, DocumentRow.sha256 == AttachmentRow.sha256)
        .order_by(AttachmentRow.id.desc())
    )
    for column, wanted in (
        (AttachmentRow.customer_id, customer_id),
        (AttachmentRow.activity_id, activity_id),
        (AttachmentRow.letter_id, letter_id),
        (AttachmentRow.dispute_id, dispute_id),
    ):
        if wanted is not None:
            question = question.where(column == wanted)
    return [
        Attachment(
            id=row.id,
            customer_id=row.customer_id,
            activity_id=row.activity_id,
            letter_id=row.letter_id,
            dispute_id=row.dispute_id,
            sha256=row.sha256,
            label=row.label,
            media_type=media_type,
            size=size,
            added_at=row.added_at,
        )
        for row, media_type, size in session.execute(question)
    ]
