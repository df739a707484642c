"""Two tabs of the customer page: all that happened, and all that was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.agreement_words import rates_text
from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_agreements import (
    fit_height,
    plan_list,
    plan_parts,
    promise_list,
)
from collections_desk.desktop.customer_tabs import dispute_list, hold_list
from collections_desk.desktop.hold_words import scope_words
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.list_view import EmptyState
from collections_desk.desktop.timeline_view import TimelineView
from collections_desk.desktop.worklist_filters import FilterBox

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QLabel

    from collections_desk.desktop.list_view import ListPanel
    from collections_desk.domain.customer_page import CustomerPage, TimelineEntry
    from collections_desk.domain.disputes import ClockReading, Dispute
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.promise_chains import ChainPlace

#: What the box above the timeline offers, and the kinds it shows.
TIMELINE_KINDS: dict[str, frozenset[str]] = {
    "all": frozenset(),
    "talk": frozenset({"call", "visit", "text", "email"}),
    "mail": frozenset({"letter"}),
    "money": frozenset({"import", "payment", "ledger", "promise"}),
    "notes": frozenset({"note"}),
    "decisions": frozenset({"dispute", "hold", "category", "guard", "step", "decision"}),
}


class TimelineTab(QWidget):
    """Everything that happened, and a box that narrows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.timeline = TimelineView()
        self.box = FilterBox()
        self.box.setAccessibleName(self.tr("What the timeline shows"))
        words = {
            "all": self.tr("Everything"),
            "talk": self.tr("Calls, visits and messages"),
            "mail": self.tr("Letters"),
            "money": self.tr("Invoices, payments and promises"),
            "notes": self.tr("Notes"),
            "decisions": self.tr("Disputes, holds and decisions"),
        }
        for kind in TIMELINE_KINDS:
            self.box.addItem(words[kind], kind)
        self.box.currentIndexChanged.connect(self._show)
        self.note = label("", "muted")
        inside = column(self, gap=theme.TIGHT)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addLayout(line_of(self.box, self.note, 1))
        self.empty = EmptyState()
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(self.empty)
        inside.addWidget(place, 1)
        self._whole: tuple[TimelineEntry, ...] | None = None
        self._zone = "UTC"

    def show_timeline(self, whole: tuple[TimelineEntry, ...], zone: str) -> None:
        """Show what happened, at the hours of a time zone."""
        self._whole, self._zone = whole, zone
        self._show()

    def _show(self, *_: object) -> None:
        if self._whole is None:
            return
        kinds = TIMELINE_KINDS[self.box.currentData()]
        entries = [entry for entry in self._whole if not kinds or entry.kind in kinds]
        self.timeline.show_entries(entries, self._zone)
        if entries:
            self._stack.setCurrentWidget(self.timeline)
        else:
            self._tell_empty()
            self._stack.setCurrentWidget(self.empty)
        self.note.setText(
            self.tr("{0} of {1} entries").format(len(entries), len(self._whole))
            if kinds
            else counted(len(self._whole), "1 entry", "{n} entries")
        )

    def _tell_empty(self) -> None:
        if self._whole:
            title = self.tr("Nothing of this kind")
            text = self.tr("Other things happened with this customer: choose Everything above.")
        else:
            title = self.tr("Nothing happened yet")
            text = self.tr(
                "Calls, letters, payments and notes are listed here, the newest first. C begins "
                "a call, M writes a note."
            )
        self.empty.tell("note", title, text)


class AgreementsTab(QWidget):
    """Promises, payment plans, disputes, holds: the short lists below each other."""

    def __init__(
        self,
        dispute_label: Callable[[str], str],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        """Make the lists.

        Args:
            dispute_label: The words of a code of disputes.
            today: The creditor's date.
            parent: The Qt parent.
        """
        super().__init__(parent)
        self._page: CustomerPage | None = None
        self.promises = promise_list(self._number_of, self._chain_of)
        self.plans = plan_list()
        self.kept = label("", "muted", wrap=True)
        self.disputes = dispute_list(self._number_of, dispute_label, self._clock_of)
        self.holds = hold_list(today, self._scope_of)
        self._small: list[tuple[ListPanel[Any], QLabel]] = []
        both = column(self)
        both.setContentsMargins(0, theme.GAP, 0, 0)
        for words, panel, none in (
            (self.tr("Promises to pay"), self.promises, self.tr("None. R takes one.")),
            (self.tr("Payment plans"), self.plans, self.tr("None. Shift+P agrees on one.")),
            (self.tr("Disputes"), self.disputes, self.tr("None. D opens one.")),
            (
                self.tr("Holds and stop flags"),
                self.holds,
                self.tr("None. H pauses or stops contact."),
            ),
        ):
            nothing = label(none, "muted")
            self._small.append((panel, nothing))
            both.addWidget(label(words, "section"))
            both.addWidget(nothing)
            if panel is self.promises:
                both.addWidget(self.kept)
            both.addWidget(panel, 1)
        both.addStretch(0)

    def show_page(self, page: CustomerPage, locale: str) -> int:
        """Show what was agreed, and return how many lines that is."""
        self._page = page
        self.promises.list.rows_model.show_rows(page.promises)
        self.plans.list.rows_model.show_rows(plan_parts(page.payment_plans))
        rates = page.kept_rates
        self.kept.setText(rates_text(rates, locale) if rates and page.promises else "")
        self.kept.setVisible(bool(self.kept.text()))
        self.disputes.list.rows_model.show_rows(page.disputes)
        self.holds.list.rows_model.show_rows(page.holds)
        for panel, nothing in self._small:
            there = panel.list.rows_model.rowCount() > 0
            panel.setVisible(there)
            fit_height(panel)
            nothing.setVisible(not there)
        parts = (page.promises, page.payment_plans, page.disputes, page.holds)
        return sum(len(part) for part in parts)

    def _number_of(self, invoice_id: int) -> str:
        invoices = self._page.invoices if self._page else ()
        return next((item.number for item in invoices if item.id == invoice_id), f"#{invoice_id}")

    def _chain_of(self, promise_id: int) -> ChainPlace | None:
        return self._page.promise_chains.get(promise_id) if self._page else None

    def _clock_of(self, dispute: Dispute) -> ClockReading | None:
        return self._page.dispute_clocks.get(dispute.id) if self._page else None

    def _scope_of(self, hold: Hold) -> str:
        return scope_words(hold, self._page) if self._page else ""
