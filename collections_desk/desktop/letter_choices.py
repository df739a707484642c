"""What is chosen above a letter's text: wording, service, envelope, signer, subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.letter_drafts import SUBJECT_LIMIT
from collections_desk.domain.letters import RETURN_RECEIPTS, SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from collections_desk.domain.letter_templates import LetterTemplate


class LetterChoices(QWidget):
    """How a letter goes out, and what stands above its text."""

    #: The clerk changed anything but the wording.
    changed = Signal()
    #: The clerk chose another wording.
    wording_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._showing = False
        self.template = _box(self.tr("Wording"))
        self.service = _box(self.tr("Service"))
        self.receipt = _box(self.tr("Return receipt"))
        self.envelope = _box(self.tr("Envelope"))
        self.signer = _box(self.tr("Signed by"))
        self.first_class_copy = QCheckBox(self.tr("&and a copy by First-Class Mail"))
        self.subject = LineEdit(longest=SUBJECT_LIMIT)
        self.subject.setAccessibleName(self.tr("Subject"))
        self._arrange()
        self.subject.textEdited.connect(self._tell)
        self.first_class_copy.toggled.connect(self._tell)
        for box in (self.receipt, self.envelope, self.signer):
            box.currentIndexChanged.connect(self._tell)
        self.service.currentIndexChanged.connect(self._service_changed)
        self.template.activated.connect(self.wording_changed)

    def offer_wordings(
        self, templates: Iterable[LetterTemplate], letter_type: str, now: str
    ) -> None:
        """Offer the wordings of one type of letter."""
        self.template.clear()
        for template in templates:
            if template.letter_type == letter_type:
                self.template.addItem(template.label, template.id)
        _choose(self.template, now)

    def show_values(
        self, values: Mapping[str, Any], envelopes: dict[str, str], signers: dict[str, str]
    ) -> None:
        """Put values as `values` gives them into the fields; nothing is told of it."""
        self._showing = True
        _offer(self.service, SERVICES, values["service"])
        _offer(self.receipt, RETURN_RECEIPTS, values["return_receipt"])
        _offer(self.envelope, envelopes, values["envelope"])
        _offer(self.signer, signers, values["signer"])
        self.first_class_copy.setChecked(values["first_class_copy"])
        self.subject.setText(values["subject"])
        self._follow_service()
        self._showing = False

    def values(self) -> dict[str, Any]:
        """Return what is chosen, by the names under which a letter is saved."""
        return {
            "subject": self.subject.text(),
            "service": str(self.service.currentData()),
            "return_receipt": str(self.receipt.currentData()),
            "first_class_copy": self.first_class_copy.isChecked(),
            "signer": str(self.signer.currentData()),
            "envelope": str(self.envelope.currentData()),
        }

    def wording(self) -> str:
        """Return the id of the chosen wording."""
        return str(self.template.currentData())

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.TIGHT)
        rows: tuple[tuple[str, QWidget, int, int, int], ...] = (
            (self.tr("&Wording"), self.template, 0, 0, 3),
            (self.tr("&Service"), self.service, 1, 0, 1),
            (self.tr("&Receipt"), self.receipt, 1, 2, 1),
            (self.tr("Enve&lope"), self.envelope, 2, 0, 1),
            (self.tr("Signed b&y"), self.signer, 2, 2, 1),
            (self.tr("S&ubject"), self.subject, 4, 0, 3),
        )
        for name, field, line, place, wide in rows:
            text = label(name, "muted")
            text.setBuddy(field)
            grid.addWidget(text, line, place)
            grid.addWidget(field, line, place + 1, 1, wide)
        grid.addWidget(self.first_class_copy, 3, 1, 1, 3)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)

    def _tell(self) -> None:
        if not self._showing:
            self.changed.emit()

    def _service_changed(self) -> None:
        certified = self.service.currentData() == "certified"
        if certified and self.receipt.currentData() == "none" and not self._showing:
            _choose(self.receipt, "card")  # proof of delivery is why one certifies
        self._follow_service()
        self._tell()

    def _follow_service(self) -> None:
        certified = self.service.currentData() == "certified"
        self.receipt.setEnabled(certified)
        self.first_class_copy.setVisible(certified)


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(12)
    return box


def _choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))


def _offer(box: QComboBox, words: dict[str, str], now: str) -> None:
    """Offer choices by their words, and the present one even if it is none of them."""
    box.clear()
    for value, text in words.items():
        box.addItem(text[:1].upper() + text[1:], value)
    if now not in words:
        box.addItem(now, now)
    _choose(box, now)
