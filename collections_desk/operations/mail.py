"""Letters and certified mail: everything the clerk does with a letter, in one place to call."""

from __future__ import annotations

from collections_desk.operations.mail_approving import (
    approve_letter,
    cancel_letter,
    examine_letter,
    reopen_letter,
    stop_approval,
)
from collections_desk.operations.mail_drafting import draft_letter, envelopes, letter_types
from collections_desk.operations.mail_facts import type_label
from collections_desk.operations.mail_handing import (
    confirm_printed,
    deny_printed,
    hand_over,
    record_not_printed,
)
from collections_desk.operations.mail_listing import letters_for, mail_lists, one_letter
from collections_desk.operations.mail_manifest import calibration_page, certified_manifest
from collections_desk.operations.mail_numbers import (
    enter_article_number,
    enter_return_receipt_number,
)
from collections_desk.operations.mail_printing import letter_pdf, printable_batch, record_printed
from collections_desk.operations.mail_tracking import record_rung
from collections_desk.operations.mail_typing import keep_typed, typed_before
from collections_desk.operations.mail_unconfirmed import unconfirmed
from collections_desk.operations.mail_withdrawing import withdraw_rungs
from collections_desk.operations.mail_writing import (
    forget_typed,
    open_draft,
    preview_letter,
    save_letter_draft,
)

__all__ = [
    "approve_letter",
    "calibration_page",
    "cancel_letter",
    "certified_manifest",
    "confirm_printed",
    "deny_printed",
    "draft_letter",
    "enter_article_number",
    "enter_return_receipt_number",
    "envelopes",
    "examine_letter",
    "forget_typed",
    "hand_over",
    "keep_typed",
    "letter_pdf",
    "letter_types",
    "letters_for",
    "mail_lists",
    "one_letter",
    "open_draft",
    "preview_letter",
    "printable_batch",
    "record_not_printed",
    "record_printed",
    "record_rung",
    "reopen_letter",
    "save_letter_draft",
    "stop_approval",
    "type_label",
    "typed_before",
    "unconfirmed",
    "withdraw_rungs",
]
