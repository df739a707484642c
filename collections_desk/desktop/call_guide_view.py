"""The card beside the call form: how to open, what to ask, what to offer, how to close."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import card, clear_layout, label, line_of

if TYPE_CHECKING:
    from collections_desk.domain.call_guides import CallGuide


class CallGuideView(QScrollArea):
    """One guide, to be read while talking; the arrow keys scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Call guide"))
        frame, self._inside = card()
        self.setWidget(frame)
        self._words: list[str] = []

    def show_guide(self, guide: CallGuide) -> None:
        """Show another guide."""
        clear_layout(self._inside)
        self._words = []
        self._inside.addWidget(label(guide.title, "heading", wrap=True))
        if guide.tone:
            self._inside.addWidget(
                label(self.tr("Tone: {0}").format(guide.tone), "muted", wrap=True)
            )
        self._part(self.tr("Open with"), guide.open_with, "phone", "accent")
        self._part(self.tr("Ask"), guide.ask, "question", "notice")
        self._part(self.tr("Offer"), guide.offer, "promise", "good")
        self._part(self.tr("Close with"), guide.close, "check", "teal")
        self._part(self.tr("Do not say"), guide.avoid, "cross", "danger")
        self._inside.addStretch(1)
        self.setAccessibleDescription(" ".join(self._words))

    def words(self) -> list[str]:
        """Return every sentence of the guide."""
        return list(self._words)

    def _part(self, title: str, sentences: tuple[str, ...], picture: str, color: str) -> None:
        if not sentences:
            return
        self._inside.addSpacing(theme.TIGHT)
        head = label(title, "section")
        sign = label()
        sign.setPixmap(icon(picture, color).pixmap(16, 16))
        self._inside.addLayout(line_of(sign, head, 1, gap=theme.TIGHT))
        for sentence in sentences:
            text = label(sentence, wrap=True)
            text.setContentsMargins(20, 0, 0, 0)
            self._inside.addWidget(text)
            self._words.append(sentence)
