"""Letters and certified mail: everything the clerk does with a letter, in one place to call."""

from __future__ import annotations

from collections_desk.operations.mail_approving import (
    approve_letter,
    cancel_letter,
    examine_letter,
    letters_for,
    one_letter,
    reopen_letter,
)
from collections_desk.operations.mail_drafting import (
    draft_letter,
    envelopes,
    letter_types,
    open_draft,
    preview_letter,
    save_letter_draft,
    type_label,
)
from collections_desk.operations.mail_printing import (
    calibration_page,
    certified_manifest,
    letter_pdf,
    printable_batch,
    record_printed,
)
from collections_desk.operations.mail_tracking import (
    enter_article_number,
    enter_return_receipt_number,
    mail_lists,
    record_delivered,
    record_posted,
    record_refused,
    record_returned,
    record_unclaimed,
)

__all__ = [
    "approve_letter",
    "calibration_page",
    "cancel_letter",
    "certified_manifest",
    "draft_letter",
    "enter_article_number",
    "enter_return_receipt_number",
    "envelopes",
    "examine_letter",
    "letter_pdf",
    "letter_types",
    "letters_for",
    "mail_lists",
    "one_letter",
    "open_draft",
    "preview_letter",
    "printable_batch",
    "record_delivered",
    "record_posted",
    "record_printed",
    "record_refused",
    "record_returned",
    "record_unclaimed",
    "reopen_letter",
    "save_letter_draft",
    "type_label",
]
