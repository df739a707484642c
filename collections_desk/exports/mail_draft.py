"""A letter as a draft of a message, for the clerk's own mail program: one file that it opens.

Mail programs know such a file by "X-Unsent: 1" and show it ready to send. Nothing is sent here.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP


@dataclass(frozen=True, slots=True)
class MailDraft:
    """What the message holds.

    Attributes:
        sender: Name and address it comes from; the address may be empty.
        to: The address it goes to, checked before.
        subject: One line that says nothing of a debt: others may see it.
        text: The words above the letter.
        pdf_name: What the attached letter is called.
        pdf: The letter.
    """

    sender: tuple[str, str]
    to: str
    subject: str
    text: str
    pdf_name: str
    pdf: bytes


def draft_bytes(draft: MailDraft) -> bytes:
    """Return the draft as the bytes of an .eml file."""
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    name, address = draft.sender
    if address:
        message["From"] = Address(_one_line(name), addr_spec=address)
    message["To"] = draft.to
    message["Subject"] = _one_line(draft.subject)
    message.set_content(draft.text)
    message.add_attachment(
        draft.pdf, maintype="application", subtype="pdf", filename=draft.pdf_name
    )
    return message.as_bytes()


def _one_line(text: str) -> str:
    return " ".join(text.split())
