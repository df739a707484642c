"""Records what became of posted letters: the day, the paper that shows it, a word to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QFormLayout, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import letters as letters_text
from collections_desk.desktop.document_view import media_type_of
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.letters import LetterState
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import mail

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.letters import MailLine
    from collections_desk.errors import DeskError
    from collections_desk.operations.desk import Desk

#: The largest scan that is kept, in bytes.
LARGEST_SCAN = 25_000_000
#: Kinds of files that can be kept as the paper to a rung.
SCANS = {"application/pdf", "image/png", "image/jpeg", "image/tiff", "image/bmp", "image/gif"}


@dataclass(frozen=True, slots=True)
class _Words:
    """What the dialog says for one rung."""

    title: object
    paper: object
    hint: object


WORDS = {
    LetterState.POSTED: _Words(
        QT_TRANSLATE_NOOP("Tracking", "Mark as Posted"),
        QT_TRANSLATE_NOOP("Tracking", "Postmarked receipt"),
        QT_TRANSLATE_NOOP(
            "Tracking", "The day on which the post office took them, as on the postmark."
        ),
    ),
    LetterState.DELIVERED: _Words(
        QT_TRANSLATE_NOOP("Tracking", "Record the Delivery"),
        QT_TRANSLATE_NOOP("Tracking", "Return receipt or tracking page"),
        QT_TRANSLATE_NOOP("Tracking", "The day of delivery, as on the receipt."),
    ),
    LetterState.REFUSED: _Words(
        QT_TRANSLATE_NOOP("Tracking", "Record the Refusal"),
        QT_TRANSLATE_NOOP("Tracking", "Envelope marked REFUSED"),
        QT_TRANSLATE_NOOP("Tracking", "Keep the envelope closed: it is evidence."),
    ),
    LetterState.UNCLAIMED: _Words(
        QT_TRANSLATE_NOOP("Tracking", "Record as Unclaimed"),
        QT_TRANSLATE_NOOP("Tracking", "Envelope marked UNCLAIMED"),
        QT_TRANSLATE_NOOP("Tracking", "Nobody collected the piece within the time on the notice."),
    ),
    LetterState.RETURNED: _Words(
        QT_TRANSLATE_NOOP("Tracking", "Record the Return"),
        QT_TRANSLATE_NOOP("Tracking", "Envelope with the endorsement"),
        QT_TRANSLATE_NOOP(
            "Tracking",
            "Letters to this address stop until it is corrected. Keep the envelope closed.",
        ),
    ),
}


class TrackingDialog(QDialog):
    """One rung of the ladder, for one letter or, when posting, for several."""

    #: The rung was recorded.
    recorded = Signal()

    def __init__(  # noqa: PLR0913 - the letters, the rung and the day
        self,
        shell: Shell,
        lines: Sequence[MailLine],
        state: LetterState,
        today: date,
        parent: QWidget,
        *,
        locale: str = "en_US",
    ) -> None:
        super().__init__(parent)
        self._shell = shell
        self._lines = list(lines)
        self._state = state
        self._document: bytes | None = None
        words = WORDS[state]
        self.setWindowTitle(_tr(words.title))
        self.setMinimumWidth(520)
        earliest = max((line.since for line in lines), default=None)
        self.day = DayField(
            self.tr("Date"), today, locale=locale, optional=False, earliest=earliest, latest=today
        )
        self.day.set_value(today)
        self.file_button = QPushButton(icon("attach"), self.tr("&Choose a Scan …"))
        self.file_name = label(self.tr("none yet"), "muted")
        self.note = LineEdit()
        self.note.setAccessibleName(self.tr("Note"))
        self.message = InlineMessage()
        self.save_button = QPushButton(_tr(words.title))
        self.save_button.setProperty("role", "primary")
        self.save_button.setDefault(True)
        self.back_button = QPushButton(self.tr("&Go Back"))
        self._build(words)
        self.day.changed.connect(self._judge)
        self.file_button.clicked.connect(self._choose)
        self.save_button.clicked.connect(self._save)
        self.back_button.clicked.connect(self.reject)
        self.day.setFocus()

    def _build(self, words: _Words) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        head = self._lines[0].customer_name
        if len(self._lines) > 1:
            head = letters_text(len(self._lines))
        whole.addWidget(label(head, "heading"))
        named = [
            f"{line.type_label}  ·  {line.ref}  {line.article_number}".strip()
            for line in self._lines[:MOST_NAMED]
        ]
        if len(self._lines) > MOST_NAMED:
            named.append("…")
        whole.addWidget(label("\n".join(named), "muted"))
        whole.addWidget(label(_tr(words.hint), "", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.GAP)
        for name, field in ((self.tr("&Date"), self.day), (self.tr("&Note"), self.note)):
            text = label(name)
            text.setBuddy(field)
            form.addRow(text, field)
        form.addRow(_tr(words.paper), line_of(self.file_button, self.file_name, 1))
        whole.addLayout(form)
        whole.addWidget(self.message)
        whole.addStretch(1)
        self.back_button.setAutoDefault(False)
        whole.addLayout(line_of(1, self.back_button, self.save_button))

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the Scan"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("Scans (*.pdf *.png *.jpg *.jpeg *.tif *.tiff *.bmp)"))
        dialog.fileSelected.connect(self.take_file)
        dialog.open()

    def take_file(self, file_name: str) -> None:
        """Read the scan; it is kept encrypted with the record."""
        self._shell.background.run(
            partial(_read_scan, file_name),
            done=partial(self._took, Path(file_name).name),
            failed=self.message.say_error,
            owner=self,
        )

    def _took(self, name: str, content: bytes) -> None:
        self._document = content
        self.file_name.setText(name)
        theme.give_role(self.file_name, "strong")
        self.message.clear()

    def _judge(self) -> None:
        self.save_button.setEnabled(self.day.is_right())

    def _save(self) -> None:
        day = self.day.value()
        if not self.day.check() or day is None:
            return
        self.save_button.setEnabled(False)
        desk, ids, state = self._shell.desk, [line.letter_id for line in self._lines], self._state
        paper = _Paper(self._document, self.note.text().strip())
        self._shell.background.run(
            lambda: _record(desk, ids, state, day, paper),
            done=self._saved,
            failed=self._refused,
            owner=self,
        )

    def _saved(self, _nothing: None) -> None:
        self.recorded.emit()
        self.accept()

    def _refused(self, error: DeskError) -> None:
        self.message.say_error(error)
        self._judge()


#: Letters named one by one in the dialog.
MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Paper:
    document: bytes | None
    note: str


def _record(desk: Desk, ids: list[int], state: LetterState, day: date, paper: _Paper) -> None:
    """Write the rung. Runs on the worker thread."""
    kind = media_type_of(paper.document) if paper.document is not None else "application/pdf"
    mail.record_rung(
        desk, ids, state, day, document=paper.document, media_type=kind, note=paper.note
    )


def _read_scan(file_name: str) -> bytes:
    """Read a file that is a picture or a PDF of a bearable size.

    Raises:
        EntryRefusedError: If it cannot be read, is too large or is something else.
    """
    path = Path(file_name)
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST_SCAN else b""
    except OSError as error:
        raise EntryRefusedError(
            "document",
            _tr("{0} cannot be read: {1}.").format(path.name, error.strerror or ""),
            _tr("Choose another file. Nothing was attached."),
        ) from error
    if size > LARGEST_SCAN:
        raise EntryRefusedError(
            "document",
            _tr("{0} is larger than 25 MB.").format(path.name),
            _tr("Scan it with fewer dots per inch. Nothing was attached."),
        )
    if media_type_of(content) not in SCANS:
        raise EntryRefusedError(
            "document",
            _tr("{0} is neither a picture nor a PDF.").format(path.name),
            _tr("Choose the scan of the paper. Nothing was attached."),
        )
    return content


def _tr(text: object) -> str:
    return QCoreApplication.translate("Tracking", str(text))
