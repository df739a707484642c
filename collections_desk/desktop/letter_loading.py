"""Reads in one go what the letter screens need. Runs on the worker thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from collections_desk.domain.letters import LetterState
from collections_desk.operations import mail
from collections_desk.operations.dispute_lists import disputes_to_answer

if TYPE_CHECKING:
    from datetime import date, datetime

    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.letter_drafts import LetterDraft
    from collections_desk.domain.letter_templates import LetterTemplate
    from collections_desk.domain.letters import Letter, MailLine
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk

_NOT_PRINTED = frozenset({LetterState.DRAFT, LetterState.APPROVED})


@dataclass(frozen=True, slots=True)
class EditorPage:
    """A draft with all that can be chosen for it.

    Attributes:
        draft: The letter.
        templates: Every wording.
        envelopes: Id to label, for the letter's paper.
        signers: Setting to name.
        disputes: The disputes that an answer speaks of, decided or not yet.
        today: The day of the desk.
        locale: How money and dates are written.
        zone: The time zone of the desk.
        typed: What was typed and not saved before, and when; None if all is saved.
    """

    draft: LetterDraft
    templates: tuple[LetterTemplate, ...]
    envelopes: dict[str, str]
    signers: dict[str, str]
    disputes: tuple[Dispute, ...]
    today: date
    locale: str
    zone: str
    typed: tuple[dict[str, Any], datetime] | None = None

    def values(self) -> dict[str, Any]:
        """Return what the fields show: what was typed, and else what is saved."""
        letter = self.draft.letter
        saved = {
            "subject": letter.subject,
            "body": letter.body,
            "options": letter.options,
            "service": letter.service,
            "return_receipt": letter.return_receipt,
            "first_class_copy": letter.first_class_copy,
            "signer": letter.signer,
            "envelope": letter.envelope,
            "letter_date": letter.letter_date,
        }
        return saved | (self.typed[0] if self.typed is not None else {})


@dataclass(frozen=True, slots=True)
class MailPage:
    """The mail lists, and the day they are of."""

    lists: dict[LetterState, list[MailLine]]
    today: date
    locale: str


def load_mail(desk: Desk) -> MailPage:
    """Read the mail lists."""
    return MailPage(mail.mail_lists(desk), desk.today(), desk.settings().locale)


def waiting_letter(desk: Desk, customer_id: int, letter_type: str) -> Letter | None:
    """Return the newest letter of that type to the customer that is not printed yet, if any."""
    return next(
        (
            letter
            for letter in mail.letters_for(desk, customer_id)
            if letter.type == letter_type and letter.state in _NOT_PRINTED
        ),
        None,
    )


def load_editor(desk: Desk, draft: LetterDraft) -> EditorPage:
    """Read what can be chosen for a draft."""
    settings = desk.settings()
    letter = draft.letter
    disputes: tuple[Dispute, ...] = ()
    if letter.type == "L09":
        disputes = tuple(disputes_to_answer(desk, letter.customer_id))
    return EditorPage(
        draft=draft,
        templates=tuple(mail.letter_types(desk)),
        envelopes={one.id: one.label for one in mail.envelopes(desk, letter.paper)},
        signers=_signers(settings),
        disputes=disputes,
        today=desk.today(),
        locale=settings.locale,
        zone=settings.time_zone,
        typed=mail.typed_before(desk, letter.id),
    )


def _signers(settings: Settings) -> dict[str, str]:
    named = {
        "clerk": (settings.clerk, "the clerk"),
        "lead": (settings.lead_signer.name, settings.lead_signer.role or "the lead signer"),
        "exec": (settings.exec_signer.name, settings.exec_signer.role or "senior management"),
    }
    return {key: f"{name}, {role}" if name else role for key, (name, role) in named.items()}
