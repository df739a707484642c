"""One entry of the timeline, whole and read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QPlainTextEdit, QPushButton, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.when_text import day_text, length_text, moment_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.customer_page import TimelineEntry


class EntryDialog(QDialog):
    """Everything that is on record about one entry."""

    def __init__(
        self, shell: Shell, facts: PageFacts, entry: TimelineEntry, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Entry"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(560, 380)
        self._resources = shell.desk.resources
        inside = column(self, margin=theme.PAGE - 4, gap=theme.WIDE - 4)
        inside.addWidget(label(entry.title, "heading", wrap=True, selectable=True))
        if entry.mark:
            inside.addWidget(label(entry.mark, "caution", wrap=True))
        form = QFormLayout()
        form.setHorizontalSpacing(theme.WIDE)
        for words, text in self.rows(facts, entry):
            form.addRow(label(words, "muted"), label(text, wrap=True, selectable=True))
        inside.addLayout(form)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Text of the entry"))
        self.text.setPlainText(entry.detail)
        inside.addWidget(self.text, 1)
        self.text.setVisible(bool(entry.detail))  # in the layout first: else it were a window
        if not entry.detail:
            inside.addStretch(1)
        close = QPushButton(self.tr("&Close"))
        close.clicked.connect(self.accept)
        close.setDefault(True)
        inside.addLayout(line_of(1, close))

    def rows(self, facts: PageFacts, entry: TimelineEntry) -> list[tuple[str, str]]:
        """Return what is known, each with its label."""
        zone = facts.settings.time_zone
        when = day_text(entry.when.date()) if entry.day_only else moment_text(entry.when, zone)
        rows = [(self.tr("When"), when), (self.tr("Clerk"), entry.clerk)]
        if entry.amount is not None:
            rows.append((self.tr("Amount"), money_text(entry.amount, facts.settings.locale)))
        activity = entry.activity
        if activity is not None:
            numbers = {item.id: item.number for item in facts.page.invoices}
            invoices = [numbers.get(one, f"#{one}") for one in activity.invoice_ids]
            reached = ", ".join(
                part for part in (activity.reached_name, activity.reached_role) if part
            )
            rows += [
                (self.tr("Entry no."), str(activity.id)),
                (self.tr("Time there"), activity.local_time or ""),
                (
                    self.tr("Lasted"),
                    length_text(activity.seconds) if activity.seconds is not None else "",
                ),
                (self.tr("Number"), activity.number or ""),
                (self.tr("Reached"), reached),
                (self.tr("Outcome"), self._label("outcomes", activity.outcome)),
                (self.tr("Reason"), self._label("reasons", activity.reason)),
                (self.tr("Dispute"), self._label("dispute_codes", activity.dispute_code)),
                (self.tr("Agreed"), activity.consent or ""),
                (self.tr("Invoices"), ", ".join(invoices)),
                (self.tr("Next"), activity.next_action or ""),
                (self.tr("On"), day_text(activity.next_on) if activity.next_on else ""),
            ]
        return [(words, text) for words, text in rows if text]

    def _label(self, table: str, code: str | None) -> str:
        known = getattr(self._resources, table).get(code) if code else None
        return f"{code}  {known.label}" if known else code or ""
