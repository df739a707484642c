"""The customer page: who, what is next and why, how much, how to reach, and all that happened."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.attachments_view import AttachmentsView
from collections_desk.desktop.customer_ends import end_list
from collections_desk.desktop.customer_page_tabs import AgreementsTab, TimelineTab
from collections_desk.desktop.customer_parts import (
    AgingCard,
    MoneyCard,
    NameHead,
    NextCard,
    ReachCard,
    StopBanner,
)
from collections_desk.desktop.customer_tabs import (
    CategoryTab,
    invoice_list,
    invoice_sums,
    letter_list,
)
from collections_desk.desktop.email_link import write_email
from collections_desk.desktop.history_tab import HistoryTab
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column
from collections_desk.desktop.money_tab import MoneyTab
from collections_desk.desktop.paper_window import show_paper
from collections_desk.desktop.when_text import moment_text
from collections_desk.operations import contact, customers

if TYPE_CHECKING:
    from datetime import date, datetime

    from PySide6.QtGui import QKeyEvent

    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.customer_page import CustomerPage, TimelineEntry
    from collections_desk.domain.customers import ContactPoint
    from collections_desk.domain.ends import EndLine
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.documents import Attachment


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one reading of the store brings for the page."""

    page: CustomerPage
    settings: Settings
    today: date
    attachments: list[Attachment]


def read_page(desk: Desk, customer_id: int) -> PageFacts:
    """Read all that the page shows. For the worker thread."""
    return PageFacts(
        customers.customer_page(desk, customer_id),
        desk.settings(),
        desk.today(),
        contact.attachments(desk, customer_id),
    )


class CustomerPanel(QWidget):
    """One customer, at the right of the worklist or over the whole width."""

    #: The page was closed: Escape, or its button.
    closed = Signal()
    #: Full width or half was asked for.
    width_toggled = Signal()
    #: A call to a number was asked for; the number, or an empty text.
    call_asked = Signal(str)
    #: Another page is shown now.
    shown = Signal(int)
    #: Something was written: the window reads again.
    changed = Signal()

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self.customer_id: int | None = None
        self.facts: PageFacts | None = None
        self.head = NameHead()
        self.banner = StopBanner()
        self.next_card = NextCard()
        self.money_card = MoneyCard()
        self.aging_card = AgingCard()
        self.reach_card = ReachCard()
        self.tabs = QTabWidget()
        self._make_tabs()
        self._lay_out()
        self.reach_card.call_asked.connect(lambda point: self.call_asked.emit(point.value))
        self.reach_card.write_asked.connect(self._write)

    # What the window asks.

    def _write(self, point: ContactPoint) -> None:
        if self.customer_id is not None:
            write_email(self._shell, self.window(), self.customer_id, point.value)

    def show_customer(self, customer_id: int) -> None:
        """Turn to a customer and read her page."""
        if customer_id != self.customer_id:
            self.customer_id = customer_id
            self.facts = None
            self.attachments.clear()
            self.tabs.setCurrentIndex(0)
        self.reload()

    def reload(self) -> None:
        """Read the page again."""
        if self.customer_id is None:
            return
        self._shell.background.run(
            partial(read_page, self._shell.desk, self.customer_id),
            done=self._arrived,
            failed=self._shell.fail,
            owner=self,
        )

    @property
    def page(self) -> CustomerPage | None:
        """The page as it was last read, or None while it is being read."""
        return self.facts.page if self.facts else None

    def chosen_entry(self) -> TimelineEntry | None:
        """Return the entry of the timeline with the mark on it."""
        return self.timeline.chosen()

    def add_deed(self, button: QPushButton) -> None:
        """Put a button below the next step."""
        self.next_card.add_button(button)

    # How it is made.

    def _make_tabs(self) -> None:
        first = TimelineTab()
        self._timeline_tab = first
        self.timeline, self.timeline_box, self.timeline_note = (
            first.timeline,
            first.box,
            first.note,
        )
        self.invoices = invoice_list()
        self._agreements = agreed = AgreementsTab(self._dispute_label, self._today)
        self.promises, self.plans, self.kept = agreed.promises, agreed.plans, agreed.kept
        self.disputes, self.holds = agreed.disputes, agreed.holds
        self.letters = letter_list()
        self.money = MoneyTab()
        self.ends = end_list()
        self.ends.list.opened.connect(self._show_memo)
        self.attachments = AttachmentsView(self._shell)
        self.attachments.changed.connect(self.changed)
        self.category_tab = CategoryTab()
        for widget, title in (
            (first, self.tr("Timeline")),
            (self.invoices, self.tr("Invoices")),
            (agreed, self.tr("Agreements")),
            (self.letters, self.tr("Letters")),
            (self.attachments, self.tr("Files")),
            (self.category_tab, self.tr("Category")),
            (self.ends, self.tr("Decisions")),
            (self.money, self.tr("Money")),
        ):
            self.tabs.addTab(widget, title)
        self.history_tab = HistoryTab()
        self.tabs.addTab(self.history_tab, self.tr("History"))
        self.tabs.setAccessibleName(self.tr("Parts of the customer page"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the customer page"))
        self._tell_empty()

    def _tell_empty(self) -> None:
        for panel, name, title, text in (
            (
                self.invoices,
                "money",
                self.tr("Nothing is open"),
                self.tr("Every invoice is paid."),
            ),
            (self.letters, "letter", self.tr("No letters"), self.tr("W writes one.")),
        ):
            panel.empty.tell(name, title, text)

    def _lay_out(self) -> None:
        self.width_button = QPushButton(icon("arrow-left", "muted"), "")
        self.width_button.setToolTip(self.tr("Full width or beside the list (F)"))
        self.width_button.setAccessibleName(self.tr("Full width or beside the list"))
        self.close_button = QPushButton(icon("close", "muted"), "")
        self.close_button.setToolTip(self.tr("Close this page (Esc)"))
        self.close_button.setAccessibleName(self.tr("Close this page"))
        for button in (self.width_button, self.close_button):
            button.setProperty("role", "quiet")
        self.width_button.clicked.connect(self.width_toggled)
        self.close_button.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.setSpacing(theme.TIGHT)
        top.addWidget(self.head, 1)
        top.addWidget(self.width_button, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        cards = QHBoxLayout()
        cards.setSpacing(theme.GAP)
        for card_, weight in ((self.money_card, 5), (self.aging_card, 5), (self.reach_card, 7)):
            cards.addWidget(card_, weight)
        self.tabs.setMinimumHeight(260)
        ground = QWidget()
        inside = column(ground, gap=theme.GAP)
        inside.setContentsMargins(0, 0, theme.TIGHT, 0)
        inside.addLayout(top)
        inside.addWidget(self.banner)
        inside.addWidget(self.next_card)
        inside.addLayout(cards)
        inside.addWidget(self.tabs, 1)
        area = QScrollArea()
        area.setProperty("role", "page")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.tr("Customer page"))
        area.setWidget(ground)
        column(self).addWidget(area)

    # What comes back from the store.

    def _arrived(self, facts: PageFacts) -> None:
        if facts.page.customer.id != self.customer_id:
            return  # the clerk has turned to another customer meanwhile
        self.facts = facts
        page, locale = facts.page, facts.settings.locale
        self.head.show_page(page)
        self.banner.show_page(page, facts.today)
        self.next_card.show_page(page, facts.today)
        self.money_card.show_page(page, locale)
        self.aging_card.show_page(page, locale)
        self.reach_card.show_page(page)
        self.invoices.list.rows_model.show_rows(page.invoices)
        self.invoices.set_sums(invoice_sums(page.invoices, locale))
        agreed = self._agreements.show_page(page, locale)
        self.letters.list.rows_model.show_rows(page.letters)
        self.ends.list.rows_model.show_rows(page.ends)
        money = self.money.show_money(page.money, locale)
        self.attachments.show_attachments(facts.attachments, facts.settings.time_zone)
        self.category_tab.show_page(page, self._moment)
        self.history_tab.show_page(page, locale)
        self._timeline_tab.show_timeline(page.timeline, facts.settings.time_zone)
        for place, count in (
            (1, len(page.invoices)),
            (2, agreed),
            (3, len(page.letters)),
            (4, len(facts.attachments)),
            (6, len(page.ends)),
            (self.tabs.indexOf(self.money), money),
            (self.tabs.indexOf(self.history_tab), len(page.cases)),
        ):
            title = self.tabs.tabText(place).split(" (")[0]
            self.tabs.setTabText(place, f"{title} ({count})" if count else title)
        self.shown.emit(page.customer.id)

    def _show_memo(self, line: EndLine) -> None:
        """Show the memo of a decision as it was printed."""
        if line.document_sha256 is not None:
            show_paper(self._shell, self, line.document_sha256, self.tr("Decision memo"))

    def _moment(self, moment: datetime) -> str:
        zone = self.facts.settings.time_zone if self.facts else "UTC"
        return moment_text(moment, zone)

    def _dispute_label(self, code: str) -> str:
        known = self._shell.desk.resources.dispute_codes.get(code)
        return known.label if known else ""

    def _today(self) -> date:
        assert self.facts is not None  # noqa: S101 - only asked while a page is shown
        return self.facts.today

    # Overrides of Qt methods.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if theme.is_theme_change(event) and self.facts is not None:
            self.timeline.viewport().update()
