"""A letter by e-mail: a draft with the letter attached, guarded, and on record as the original."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from collections_desk.domain.guards_email import OPT_OUT
from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.desk import Desk
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.mail_emailing import (
    email_addresses,
    examine_emailing,
    save_email_draft,
)
from collections_desk.store.audit_log import events
from tests.operations.mail_desk import add_customer, approved, certified, write_settings

TO = "ap@acme.example"


@pytest.fixture
def customer(desk: Desk) -> int:
    write_settings(desk)
    known = add_customer(desk)
    customers.add_contact_point(desk, known, "email", TO)
    return known


def reasons(desk: Desk, letter_id: int) -> dict[str, str]:
    return {one.guard: "looked at it" for one in examine_emailing(desk, letter_id, TO)}


def test_the_draft_holds_the_letter_and_is_the_original(
    desk: Desk, customer: int, tmp_path: Path
) -> None:
    letter = approved(desk, customer)
    path = tmp_path / "draft.eml"

    after = save_email_draft(desk, letter.id, TO, path, reasons=reasons(desk, letter.id))

    message = message_from_bytes(path.read_bytes(), policy=default)
    assert (message["X-Unsent"], message["To"]) == ("1", TO)
    assert "accounts@northwind.example" in message["From"]
    assert message["Subject"] == f"Our letter {letter.ref}"
    body = message.get_body()
    assert body is not None
    text = " ".join(body.get_content().split())
    assert text.startswith("Dear María Ñuñoa, please find attached our letter")
    assert OPT_OUT in text
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"{letter.ref}.pdf"
    assert attached.get_content() == mail.letter_pdf(desk, letter.id)
    assert after.state is LetterState.PRINTED
    assert after.printings[0].printer == f"e-mail draft to {TO}"
    with desk.database.read() as session:
        assert events(session)[0].kind == "letters.emailed"
    with pytest.raises(LetterRefusedError, match="printed"):
        save_email_draft(desk, letter.id, TO, tmp_path / "again.eml")
    assert not (tmp_path / "again.eml").exists()


def test_a_guard_stands_before_it_and_nothing_is_left(
    desk: Desk, customer: int, tmp_path: Path
) -> None:
    letter = approved(desk, customer)
    contact.set_stop_flag(desk, customer, "OPT_EMAIL", reason="asked by phone")
    path = tmp_path / "draft.eml"

    with pytest.raises(GuardsStandError):
        save_email_draft(desk, letter.id, TO, path)

    assert list(tmp_path.glob("*.eml")) == []
    assert mail.one_letter(desk, letter.id).state is LetterState.APPROVED


def test_what_cannot_go_so_is_refused_in_a_sentence(
    desk: Desk, customer: int, tmp_path: Path
) -> None:
    letter = certified(desk, customer)
    with pytest.raises(LetterRefusedError, match="Certified Mail"):
        save_email_draft(desk, letter.id, TO, tmp_path / "x.eml")
    with pytest.raises(EntryRefusedError) as refused:
        save_email_draft(desk, letter.id, "no address", tmp_path / "x.eml")
    assert "Nothing was saved" in refused.value.remedy
    nobody = add_customer(desk, "Zed Bakery")
    other = approved(desk, nobody)
    with pytest.raises(LetterRefusedError, match="no e-mail address"):
        email_addresses(desk, other.id)
