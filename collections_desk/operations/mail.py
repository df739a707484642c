"""Letters and certified mail: everything the clerk does with a letter, in one place to call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from collections_desk.domain.progress import no_progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.envelopes import EnvelopeProfile
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.letters import (
        Batch,
        Letter,
        LetterDraft,
        LetterOptions,
        LetterState,
        LetterTemplate,
        MailLine,
        PreviewResult,
    )
    from collections_desk.domain.progress import Progress
    from collections_desk.operations.desk import Desk


def letter_types(desk: Desk) -> list[LetterTemplate]:
    """Return every letter wording, in the order of their types."""
    raise NotImplementedError


def type_label(desk: Desk, letter_type: str) -> str:
    """Return "Past-due reminder" for "L02"."""
    raise NotImplementedError


def envelopes(desk: Desk, paper: str | None = None) -> list[EnvelopeProfile]:
    """Return the envelope profiles, for one paper or for all."""
    raise NotImplementedError


def draft_letter(
    desk: Desk,
    customer_id: int,
    letter_type: str,
    *,
    template: str | None = None,
    step: str | None = None,
    operation_id: str | None = None,
) -> LetterDraft:
    """Draft a letter about all that is open."""
    raise NotImplementedError


def open_draft(desk: Desk, letter_id: int) -> LetterDraft:
    """Return a draft with its merge fields and problems."""
    raise NotImplementedError


def save_letter_draft(  # noqa: PLR0913 - the parts of the editor, each by its name
    desk: Desk,
    letter_id: int,
    *,
    subject: str | None = None,
    body: str | None = None,
    options: LetterOptions | None = None,
    template: str | None = None,
    service: str | None = None,
    return_receipt: str | None = None,
    first_class_copy: bool | None = None,
    signer: str | None = None,
    envelope: str | None = None,
    paper: str | None = None,
    letter_date: date | None = None,
) -> LetterDraft:
    """Save what the editor holds; None leaves a part as it is."""
    raise NotImplementedError


def preview_letter(desk: Desk, letter_id: int, **unsaved: Any) -> PreviewResult:  # noqa: ANN401 - as `save_letter_draft`
    """Lay the letter out as it will print; `unsaved` takes what `save_letter_draft` takes."""
    raise NotImplementedError


def examine_letter(desk: Desk, letter_id: int) -> list[GuardFinding]:
    """Return what the guards say about printing and sending this letter."""
    raise NotImplementedError


def approve_letter(
    desk: Desk,
    letter_id: int,
    *,
    reasons: Mapping[str, str] | None = None,
    operation_id: str | None = None,
) -> Letter:
    """Freeze a draft with its figures; `reasons` by guard id pass the guards that ask."""
    raise NotImplementedError


def reopen_letter(desk: Desk, letter_id: int, *, why: str) -> LetterDraft:
    """Make a draft again of a letter that is approved and not yet printed."""
    raise NotImplementedError


def cancel_letter(desk: Desk, letter_id: int, *, why: str) -> None:
    """Take a letter off the desk before it is posted."""
    raise NotImplementedError


def enter_article_number(
    desk: Desk, letter_id: int, text: str, *, operation_id: str | None = None
) -> str:
    """Keep the number of the Certified Mail form; return a sentence to show, mostly empty."""
    raise NotImplementedError


def enter_return_receipt_number(
    desk: Desk, letter_id: int, text: str, *, operation_id: str | None = None
) -> None:
    """Keep the number of the green card; an empty text takes it away."""
    raise NotImplementedError


def one_letter(desk: Desk, letter_id: int) -> Letter:
    """Return a letter with its ladder and its printings."""
    raise NotImplementedError


def letters_for(desk: Desk, customer_id: int) -> list[Letter]:
    """Return a customer's letters, newest first."""
    raise NotImplementedError


def mail_lists(desk: Desk) -> dict[LetterState, list[MailLine]]:
    """Return the letters by the rung they stand on; every rung is a key."""
    raise NotImplementedError


def printable_batch(
    desk: Desk,
    letter_ids: Sequence[int],
    *,
    order: str = "worklist",
    duplex: bool = False,
    progress: Progress = no_progress,
) -> Batch:
    """Render letters into one PDF, in worklist order or by ZIP code. Records nothing."""
    raise NotImplementedError


def record_printed(
    desk: Desk, batch: Batch, *, printer: str, job: str = "", operation_id: str | None = None
) -> None:
    """Record that a batch went to the printer; the PDFs are kept by their SHA-256."""
    raise NotImplementedError


def letter_pdf(desk: Desk, letter_id: int) -> bytes:
    """Return the letter exactly as it was printed."""
    raise NotImplementedError


def certified_manifest(desk: Desk, letter_ids: Sequence[int]) -> bytes:
    """Render the "Certified mail manifest" for the counter."""
    raise NotImplementedError


def calibration_page(desk: Desk, envelope: str | None = None) -> bytes:
    """Render the page that shows whether printer, fold and window agree."""
    raise NotImplementedError


def record_posted(  # noqa: PLR0913 - what stands on the receipt
    desk: Desk,
    letter_ids: Sequence[int],
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> list[Letter]:
    """Record that letters were posted."""
    raise NotImplementedError


def record_delivered(  # noqa: PLR0913 - what stands on the card
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record the delivery."""
    raise NotImplementedError


def record_refused(  # noqa: PLR0913 - what stands on the envelope
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record that the addressee declined the piece."""
    raise NotImplementedError


def record_unclaimed(  # noqa: PLR0913 - what stands on the envelope
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record that nobody collected the piece."""
    raise NotImplementedError


def record_returned(  # noqa: PLR0913 - what stands on the envelope
    desk: Desk,
    letter_id: int,
    on: date,
    *,
    document: bytes | None = None,
    media_type: str = "application/pdf",
    note: str = "",
    operation_id: str | None = None,
) -> Letter:
    """Record that the piece came back undeliverable: the address is marked returned."""
    raise NotImplementedError
