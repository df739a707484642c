"""Documents, attachments and drafts."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import text

from collections_desk.errors import EntryRefusedError, StoreError
from collections_desk.operations.desk import Desk
from collections_desk.store import documents
from collections_desk.store.audit_log import events
from collections_desk.store.documents import (
    add_attachment,
    attachments,
    changed_documents,
    get_document,
    put_document,
)
from collections_desk.store.drafts import discard_draft, load_drafts, save_draft
from tests.store import rows


def test_the_same_bytes_are_stored_once(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        first = put_document(transaction, b"%PDF-1.4", "application/pdf", now=desk.now())
        second = put_document(transaction, b"%PDF-1.4", "application/pdf", now=desk.now())

    assert first == second == hashlib.sha256(b"%PDF-1.4").hexdigest()
    with desk.database.read() as session:
        document = get_document(session, first)
    assert (document.content, document.size) == (b"%PDF-1.4", 8)


def test_a_document_that_was_changed_is_noticed(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        name = put_document(transaction, b"as printed", "application/pdf", now=desk.now())
        sound = put_document(transaction, b"sound", "application/pdf", now=desk.now())
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        transaction.execute(text("DROP TRIGGER document_no_update"))
        transaction.execute(text("UPDATE document SET content = x'00' WHERE size = 10"))

    with desk.database.read() as session:
        assert list(changed_documents(session)) == [name]
        assert get_document(session, sound).content == b"sound"
        with pytest.raises(StoreError, match="not what was stored"):
            get_document(session, name)


def test_a_missing_document_is_named(desk: Desk) -> None:
    with desk.database.read() as session, pytest.raises(StoreError, match="not in the data file"):
        get_document(session, "0" * 64)


@pytest.mark.parametrize(("content", "said"), [(b"", "empty"), (b"x" * 11, "at most")])
def test_an_empty_or_huge_file_is_refused(
    desk: Desk, content: bytes, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 10)

    with (
        pytest.raises(EntryRefusedError, match=said),
        desk.database.write("x", "x", now=desk.now()) as transaction,
    ):
        put_document(transaction, content, "image/png", now=desk.now())


def test_attachments_are_listed_by_what_they_lie_beside(desk: Desk) -> None:
    with desk.database.write("x", "x", now=desk.now()) as transaction:
        customer_id = rows.add_customer(transaction, "Acme")
        activity_id = rows.add_activity(transaction, customer_id, "a call")
        sha256 = put_document(transaction, b"scan", "image/png", now=desk.now())
        first = add_attachment(
            transaction, customer_id=customer_id, sha256=sha256, label=" card ", now=desk.now()
        )
        second = add_attachment(
            transaction,
            customer_id=customer_id,
            sha256=sha256,
            label="call",
            now=desk.now(),
            activity_id=activity_id,
        )

    with desk.database.read() as session:
        assert [one.id for one in attachments(session, customer_id=customer_id)] == [second, first]
        (only,) = attachments(session, activity_id=activity_id)
        assert attachments(session, letter_id=1) == []
    assert (only.label, only.media_type, only.size) == ("call", "image/png", 4)


def test_a_draft_is_replaced_kept_and_thrown_away_without_an_audit_line(desk: Desk) -> None:
    with desk.database.scratch() as scratch:
        save_draft(scratch, "call", "7", {"note": "fi"}, now=desk.now())
    with desk.database.scratch() as scratch:
        save_draft(scratch, "call", "7", {"note": "final"}, now=desk.now())
        save_draft(scratch, "letter", "7", {"body": "Dear"}, now=desk.now())

    with desk.database.read() as session:
        (draft,) = load_drafts(session, "call")
        assert len(load_drafts(session)) == 2
        assert len(events(session)) == 1
    assert draft.content == {"note": "final"}

    with desk.database.scratch() as scratch:
        discard_draft(scratch, "call", "7")
    with desk.database.read() as session:
        assert [draft.kind for draft in load_drafts(session)] == ["letter"]
