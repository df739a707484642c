"""A letter by e-mail: a draft for the clerk's own mail program, guarded and put on record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.contact_values import ContactFaultError, read_email
from collections_desk.domain.guards_email import OPT_OUT
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.letter_values import signer_of
from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError, LetterRefusedError
from collections_desk.exports.mail_draft import MailDraft, draft_bytes
from collections_desk.exports.part_file import part_file
from collections_desk.operations.emailing import email_findings_in, examine_email
from collections_desk.operations.guarding import NO_REASONS, guarded_write, record_findings
from collections_desk.operations.mail_facts import mail_day
from collections_desk.operations.mail_printing import printable_batch, record_piece
from collections_desk.store.customers import contact_points
from collections_desk.store.mailings import load_letter
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk


def email_addresses(desk: Desk, letter_id: int) -> list[str]:
    """Return the e-mail addresses of the customer of a letter, the usual one first.

    Raises:
        LetterRefusedError: If there is none.
    """
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
        points = contact_points(session, letter.customer_id)
    found = [one.value for one in points if one.kind == "email"]
    if not found:
        raise LetterRefusedError(
            f"{letter.customer_name} has no e-mail address.",
            "Add one on the customer page (E), or print the letter. Nothing was saved.",
        )
    return found


def examine_emailing(desk: Desk, letter_id: int, address: str) -> list[GuardFinding]:
    """Return what the guards say about sending a letter to an address now."""
    with desk.database.read() as session:
        letter = load_letter(session, letter_id)
        text = _text(letter, load_settings(session))
    return examine_email(desk, letter.customer_id, address, text=text)


def save_email_draft(  # noqa: PLR0913 - each is named at the call
    desk: Desk,
    letter_id: int,
    address: str,
    path: Path,
    *,
    reasons: Mapping[str, str] = NO_REASONS,
    overwrite: bool = False,
) -> Letter:
    """Save an approved letter as a draft of a message, and record that it was handed over.

    It is on record as the original: the ladder and the contact plan go on as after printing.
    That it was sent is recorded afterwards, as of a letter that was posted.

    Raises:
        EntryRefusedError: If the address is none.
        LetterRefusedError: If the letter is not approved, is certified, or cannot go out now.
        GuardsStandError: If a guard stands and has no answer.
        ExportRefusedError: If the file cannot be written.
    """
    try:
        to = read_email(address)
    except ContactFaultError as fault:
        raise EntryRefusedError(
            "address", f"{str(fault).rstrip('.')}.", "Put it right first. Nothing was saved."
        ) from fault
    with desk.database.read() as session:
        day = mail_day(desk, session)
        letter = load_letter(session, letter_id)
    _refuse_unfit(letter)
    piece = printable_batch(desk, [letter_id]).pieces[0]
    text, business = _text(letter, day.settings), day.settings.business
    content = draft_bytes(
        MailDraft(
            (business.name, business.email),
            to,
            f"Our letter {letter.ref}",
            text,
            f"{letter.ref}.pdf",
            piece.content,
        )
    )
    with (
        part_file(path, overwrite=overwrite) as part,
        guarded_write(
            desk,
            "letters.emailed",
            f"saved letter {letter.ref} as an e-mail draft to {letter.customer_name}",
            facts={"letter_id": letter.id, "letter": letter.ref, "address": to, "file": path.name},
        ) as transaction,
    ):
        record_findings(
            transaction,
            desk,
            email_findings_in(transaction, desk, letter.customer_id, to, text),
            reasons,
            deed="letter by e-mail",
            refused="The draft is not saved yet",
            customer_id=letter.customer_id,
        )
        record_piece(desk, transaction, day, piece, f"e-mail draft to {to}", "")
        part.file.write(content)
        part.publish()
    with desk.database.read() as session:
        return load_letter(session, letter_id)


def _refuse_unfit(letter: Letter) -> None:
    if letter.certified:
        raise LetterRefusedError(
            f"Letter {letter.ref} goes by Certified Mail.",
            "Print it: a message has no receipt. Nothing was saved.",
        )
    if letter.state is not LetterState.APPROVED:
        raise LetterRefusedError(
            f"Letter {letter.ref} is {letter.state_words.lower()}.",
            "Only an approved letter that is not printed yet goes by e-mail. Nothing was saved.",
        )


def _text(letter: Letter, settings: Settings) -> str:
    """Say who writes and what is attached; the letter itself says the rest."""
    business, signer = settings.business, signer_of(letter.signer, settings)
    content = (letter.snapshot or {}).get("content", {})
    first = next((line["text"] for line in content.get("lines", ()) if line["text"]), "")
    lines = [
        first if first.startswith("Dear ") else "Good day,",
        "",
        f"please find attached our letter {letter.ref} of {long_day(letter.letter_date)}.",
        "",
        "Sincerely,",
        signer.name,
        business.name,
        business.phone,
        "",
        OPT_OUT,
    ]
    return "\n".join(lines) + "\n"
