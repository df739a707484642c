"""The part of the call form about recording it: what is said first, what was answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.recording import RecordedTalk, parse_pauses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.recording import Answer
    from collections_desk.operations.recordings import RecordingAsk


class RecordingPart(QWidget):
    """One check mark; marked, it shows what to say and asks for the answer.

    A refusal takes the recording back: the call goes on without, or ends.
    """

    changed = Signal()

    def __init__(self, ask: RecordingAsk | None) -> None:
        super().__init__()
        self._ask = ask
        self.wanted = QCheckBox(self.tr("Record this call"))
        self.announcement = QComboBox()
        self.words = label("", wrap=True, selectable=True)
        self.needed = label("", "small", wrap=True)
        self.answer = QComboBox()
        self.paused: QLineEdit = LineEdit()
        self.message = InlineMessage(field=self.paused)
        self.other_name = QCheckBox(self.tr("I spoke under another name than the business's"))
        self.name_used: QLineEdit = LineEdit()
        self._details = QWidget()
        self._arrange()  # first: a box that is shown without a parent would be a window
        self._fill()
        self.wanted.toggled.connect(self._follow)
        self.other_name.toggled.connect(self._follow)
        for box in (self.announcement, self.answer):
            box.currentIndexChanged.connect(self._follow)
        for field in (self.paused, self.name_used):
            field.textEdited.connect(self._follow)
        self._follow()

    # What the form asks.

    def is_right(self) -> bool:
        """Tell whether the pauses can be understood; say so beside the field if not."""
        if self.wanted.isChecked() and parse_pauses(self.paused.text()) is None:
            self.message.say(self.tr("Write pauses as minutes and seconds: 3:10-4:05, 7:00-7:30."))
            self.paused.setFocus()
            return False
        self.message.clear()
        return True

    def talk(self, given_by: str) -> RecordedTalk | None:
        """Return what was said about recording, or None where nothing was."""
        if not self.wanted.isChecked():
            return None
        answer: Answer = self.answer.currentData()
        asked = bool(answer)
        return RecordedTalk(
            announcement=str(self.announcement.currentData()) if asked else "",
            words=self.words.text() if asked else "",
            given_by=given_by,
            answer=answer,
            recorded=answer != "no",
            paused=parse_pauses(self.paused.text()) or (),
        )

    def introduced_as(self) -> str:
        """Return the other name under which the clerk spoke, or an empty text."""
        return self.name_used.text().strip() if self.other_name.isChecked() else ""

    def state(self) -> dict[str, Any]:
        """Return everything as it is typed, for the draft."""
        return {
            "wanted": self.wanted.isChecked(),
            "announcement": self.announcement.currentData(),
            "answer": self.answer.currentData(),
            "paused": self.paused.text(),
            "other_name": self.other_name.isChecked(),
            "name_used": self.name_used.text(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Show what a draft kept."""
        self.wanted.setChecked(bool(state.get("wanted")) and self.wanted.isEnabled())
        for box, name in ((self.announcement, "announcement"), (self.answer, "answer")):
            box.setCurrentIndex(max(box.findData(state.get(name)), 0))
        self.paused.setText(str(state.get("paused", "")))
        self.other_name.setChecked(bool(state.get("other_name")))
        self.name_used.setText(str(state.get("name_used", "")))

    # How it is made.

    def _fill(self) -> None:
        ask = self._ask
        for one in ask.announcements if ask else ():
            self.announcement.addItem(one.label, one.id)
        for words, answer in (
            (self.tr("not asked yet"), ""),
            (self.tr("agreed"), "yes"),
            (self.tr("went on without a word"), "silent_continued"),
            (self.tr("refused"), "no"),
        ):
            self.answer.addItem(words, answer)
        self.wanted.setVisible(bool(ask and ask.wanted))
        if ask and ask.refused:
            self.wanted.setEnabled(False)
            self.wanted.setText(self.tr("Not recorded: {0}").format(ask.refused))
        self.announcement.setAccessibleName(self.tr("What is said before recording"))
        self.answer.setAccessibleName(self.tr("Answer to the recording"))
        self.paused.setAccessibleName(self.tr("Paused from and to"))
        self.paused.setPlaceholderText(self.tr("3:10-4:05; always while a card is read out"))
        self.name_used.setAccessibleName(self.tr("The name that was used"))
        self.name_used.setPlaceholderText(self.tr("the name that was used"))

    def _arrange(self) -> None:
        grid = QGridLayout(self._details)
        grid.setContentsMargins(theme.PAGE, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setColumnStretch(1, 1)
        for row, (words, field) in enumerate(
            (
                (self.tr("Say"), self.announcement),
                ("", self.words),
                ("", self.needed),
                (self.tr("Answer"), self.answer),
                (self.tr("Paused"), self.paused),
            )
        ):
            grid.addWidget(label(words, "muted"), row, 0)
            grid.addWidget(field, row, 1)
        whole = column(self, gap=theme.TIGHT)
        whole.addWidget(self.wanted)
        whole.addWidget(self._details)
        whole.addWidget(self.message)
        whole.addWidget(self.other_name)
        whole.addWidget(self.name_used)

    def _follow(self) -> None:
        """Show what the check marks ask for."""
        ask, answer = self._ask, self.answer.currentData()
        self._details.setVisible(self.wanted.isChecked())
        self.name_used.setVisible(self.other_name.isChecked())
        said = {one.id: one.text for one in ask.announcements} if ask else {}
        self.words.setText(said.get(self.announcement.currentData(), ""))
        if ask and answer == "no":
            text = self.tr("Carry on without a recording, or end the call. It is not recorded.")
        elif ask:
            text = self.tr("It takes {0}.").format(ask.needed.said)
        else:
            text = ""
        self.needed.setText(text)
        self.paused.setEnabled(answer != "no")
        self.changed.emit()
