"""Ways from what a letter lacks to the field that holds it, on whatever screen that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from collections_desk.domain.merge_field_list import (
    BOOKS,
    FIELDS,
    LETTER,
    SETTINGS,
    WHO,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QTabWidget

    from collections_desk.desktop.letter_choices import LetterChoices
    from collections_desk.desktop.letter_details import LetterDetails
    from collections_desk.desktop.letter_findings import FindingsForm
    from collections_desk.desktop.letter_preview import LetterPreview
    from collections_desk.desktop.line_edit import LineEdit
    from collections_desk.desktop.note_edit import NoteEdit
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.letters import Letter

#: The setting that a merge field is filled from, where it is another name than its own.
_SETTING_OF = {
    "business_name": "business.name",
    "business_address": "business.address_lines",
    "business_phone": "business.phone",
    "business_email": "business.email",
    "business_hours": "business.hours",
    "contact_name": "business.contact_name",
    "dispute_contact": "business.dispute_address",
    "how_to_pay": "business.payment_instructions",
    "collector_note": "mode",
    "dispute_right": "mode",
    "original_creditor_wish": "mode",
}
#: Which field of the settings names who signs.
_SIGNER_OF = {"clerk": "clerk", "lead": "lead_signer.name", "exec": "exec_signer.name"}
#: Values that are worked out from a field of the details with another name.
_DETAIL_OF = {
    "cure_by": "act_by",
    "dispute_outcome": "act_by",
    "agency_from": "intended_on",
    "default_consequence": "consequence",
    "fees_note": "fee_basis",
    "characters": "printed_name",
}
#: What is put right on the customer page, whatever the field is called.
_OF_CUSTOMER = frozenset({"address", "findings", "finding", "amount_due", "undisputed_amount"})


def setting_of(field: str, signer: str) -> str:
    """Return the setting that holds what is missing, or ""."""
    if field in {"signer", "signer_name", "signer_role"}:
        role = "role" if field == "signer_role" else "name"
        return _SIGNER_OF.get(signer, "clerk").replace("name", role)
    known = FIELDS.get(field)
    return _SETTING_OF.get(field, "") if known and known.where in {SETTINGS, WHO} else ""


def is_of_customer(field: str) -> bool:
    """Tell whether the customer page is where it is put right."""
    known = FIELDS.get(field)
    own = known is None or known.where in {SETTINGS, WHO, LETTER, BOOKS}
    return field in _OF_CUSTOMER or not own


def where_words(field: str, signer: str) -> str:
    """Return where a link to what is missing leads, for its tip."""
    if setting_of(field, signer):
        return _tr("Open the setting; Esc comes back to the letter")
    if is_of_customer(field):
        return _tr("Open the customer page; the letter stays as it is")
    if _of_books(field):
        return _tr("Open the imports; the letter stays as it is")
    return _tr("Put the cursor there")


class Ground(Protocol):
    """The editor, as far as ways lead through it."""

    choices: LetterChoices
    subject: LineEdit
    body: NoteEdit
    details: LetterDetails
    findings: FindingsForm
    tabs: QTabWidget
    preview: LetterPreview

    @property
    def letter(self) -> Letter | None:
        """The letter that is edited."""
        ...

    def keep_now(self) -> None:
        """Keep what was typed."""
        ...


class LetterWays:
    """Leads from a problem to the field that it is about."""

    def __init__(self, shell: Shell, editor: Ground) -> None:
        self._shell = shell
        self._editor = editor

    def leads_to(self, field: str) -> str:
        """Say where the way to a field leads."""
        return where_words(field, self._signer())

    def go_to(self, field: str) -> None:
        """Put the cursor into the field that a problem is about, on whatever screen that is."""
        editor, letter = self._editor, self._editor.letter
        editor.keep_now()
        if letter and go_elsewhere(
            self._shell, letter, field, self._signer(), editor.body.setFocus
        ):
            return
        detail = editor.details.field(_DETAIL_OF.get(field, field))
        if field == "subject":
            editor.subject.setFocus()
        elif field == "dispute_table":
            editor.tabs.setCurrentWidget(editor.findings)
            editor.findings.setFocus()
        elif field in {"service", "envelope"}:
            (editor.choices.service if field == "service" else editor.choices.envelope).setFocus()
        elif detail is not None:
            editor.tabs.setCurrentWidget(editor.details)
            detail.setFocus()
            editor.details.ensureWidgetVisible(detail)
        else:
            editor.tabs.setCurrentWidget(editor.body)
            editor.body.setFocus()

    def stopped_by(self, field: str) -> None:
        """Lead to what keeps the letter from being approved; another screen is only offered."""
        if is_elsewhere(field, self._signer()):
            self._editor.preview.focus_problems()
        else:
            self.go_to(field)

    def _signer(self) -> str:
        return str(self._editor.choices.values()["signer"])


def is_elsewhere(field: str, signer: str) -> bool:
    """Tell whether what is missing is filled in on another screen."""
    return bool(setting_of(field, signer)) or is_of_customer(field) or _of_books(field)


def go_elsewhere(
    shell: Shell, letter: Letter, field: str, signer: str, back: Callable[[], object]
) -> bool:
    """Show the screen that holds a field; False where it is in the editor itself."""
    if not is_elsewhere(field, signer):
        return False
    if setting := setting_of(field, signer):
        waits = _tr("The letter to {0} waits for this.").format(letter.customer_name)
        shell.fill_in(setting, waits, back)
    elif is_of_customer(field):
        shell.open_customer(letter.customer_id)
    else:
        shell.go("imports")
    return True


def _of_books(field: str) -> bool:
    known = FIELDS.get(field)
    return known is not None and known.where == BOOKS


def _tr(text: str) -> str:
    return QCoreApplication.translate("LetterEditor", text)
