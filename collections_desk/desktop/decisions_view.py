"""Decisions: whom to decide on, what is placed, what is settled, and how it was for them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QPushButton, QTabWidget, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.decisions_lists import placement_list, review_list, settlement_list
from collections_desk.desktop.decisions_page import DecisionsPage, load_decisions
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import column, label, line_of
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.desktop.shell import Command, Shell, View
from collections_desk.desktop.surveys_tab import SurveysTab
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text, monies_text
from collections_desk.domain.placements import statement_totals
from collections_desk.operations import settlements

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QDialog

    from collections_desk.desktop.list_view import ListPanel
    from collections_desk.desktop.table_model import Row

REVIEWS, PLACED, SETTLED, SURVEYS = range(4)


class DecisionsView(View):
    """Reviews due, placements, settlements and surveys, each in a tab of its own."""

    view_id: ClassVar[str] = "decisions"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Decisi&ons"))
    icon_name: ClassVar[str] = "scales"
    help_page: ClassVar[str] = "decisions"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self._page: DecisionsPage | None = None
        #: The dialog that was opened last, for as long as it lives.
        self.dialog: QDialog | None = None
        self.reviews = review_list()
        self.placed = placement_list()
        self.settled = settlement_list()
        self.surveys = SurveysTab(shell)
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(self.tr("Parts of the decisions"))
        self.tabs.tabBar().setAccessibleName(self.tr("Parts of the decisions"))
        self._build()
        self.reviews.list.opened.connect(lambda line: shell.open_customer(line.customer_id))
        self.placed.list.opened.connect(lambda one: shell.open_customer(one.customer_id))
        self.settled.list.opened.connect(
            lambda one: shell.open_customer(one.settlement.customer_id)
        )
        self.surveys.waiting.list.opened.connect(lambda _survey: self.surveys.answer())
        self.tabs.currentChanged.connect(self.focus_first)

    def _build(self) -> None:
        whole = column(self, margin=theme.PAGE, gap=theme.WIDE)
        whole.addWidget(label(self.tr("Decisions"), "title"))
        tr = self.tr
        self._buttons: dict[int, list[QPushButton]] = {}
        for panel, title, deeds in (
            (
                self.reviews,
                tr("Revie&ws due"),
                (
                    (tr("Review and Decide"), "V", self.decide, "scales"),
                    (tr("Place the Marked …"), "P", self.place, "people"),
                ),
            ),
            (
                self.placed,
                tr("&Placed"),
                (
                    (tr("Enter Money or Costs …"), "Y", self.enter, "money"),
                    (tr("Recall or End …"), "K", self.end, "undo"),
                ),
            ),
            (
                self.settled,
                tr("&Settlements"),
                (
                    (tr("Paid: Write the Rest"), "Y", self.enter, "check"),
                    (tr("Failed or Canceled …"), "K", self.end, "cross"),
                    (tr("Show the Confirmation"), "O", self.show_confirmation, "letter"),
                ),
            ),
        ):
            whole_tab = QWidget()
            inside = column(whole_tab)
            inside.setContentsMargins(0, theme.GAP, 0, 0)
            inside.addLayout(line_of(*(self._button(*deed) for deed in deeds), 1))
            inside.addWidget(panel, 1)
            self.tabs.addTab(whole_tab, title)
        self.tabs.addTab(self.surveys, tr("S&urveys"))
        whole.addWidget(self.tabs, 1)
        self._tell_empty()

    def _button(self, words: str, key: str, do: Callable[[], object], name: str) -> QPushButton:
        button = QPushButton(icon(name, "text"), f"{words} ({key})")
        button.clicked.connect(lambda _checked=False: do())
        return button

    def _tell_empty(self) -> None:
        self.reviews.empty.tell(
            "check",
            self.tr("Nothing is to be decided"),
            self.tr(
                "A customer comes here at the review day (Settings, 90 days past due), when the"
                " contact plan is through, on the day of a review, or when a placement ends."
            ),
        )
        self.placed.empty.tell(
            "people",
            self.tr("Nothing is placed"),
            self.tr("Decide on an agency or a court with V, then place with P."),
        )
        self.settled.empty.tell(
            "half",
            self.tr("No settlement is agreed"),
            self.tr("V on a customer agrees on one: how much, and by when."),
        )

    # What the window asks.

    def refresh(self) -> None:
        """Read again."""
        self.shell.background.run(
            partial(load_decisions, self.shell.desk),
            done=self._show,
            failed=self.shell.fail,
            owner=self,
        )

    def focus_first(self) -> None:
        """Put the cursor into the list of the tab."""
        panels: Sequence[QWidget] = (
            self.reviews,
            self.placed,
            self.settled,
            self.surveys.waiting,
        )
        panels[self.tabs.currentIndex()].setFocus()

    def commands(self) -> list[Command]:
        """Return what can be done here; the keys are those of the customer page."""
        tr = self.tr
        parts: tuple[tuple[str, str, str, Callable[[], object], str, str], ...] = (
            ("decide", tr("Re&view and Decide"), "V", self.decide, "scales",
             tr("See the memo of the marked customer, and decide")),
            ("place", tr("&Place the Marked …"), "P", self.place, "people",
             tr("Hand the marked customers to an agency or a court, with their package")),
            ("enter", tr("&Enter Money or Costs …"), "Y", self.enter, "money",
             tr("Enter a recovery, commission or cost; or close a settlement as paid")),
            ("end", tr("&Recall or End …"), "K", self.end, "undo",
             tr("Recall a placement, or let a settlement end")),
            ("confirm", tr("Show the C&onfirmation"), "O", self.show_confirmation, "letter",
             tr("Show the confirmation of the marked settlement")),
            ("answer", tr("Type &Answers In"), "A", self.answer, "question",
             tr("Type in the answers of the marked survey")),
            ("bundle", tr("Referral &Bundle"), "B", self.bundle, "folder",
             tr("Put the whole file of the marked customer together")),
        )  # fmt: skip
        return [
            Command(f"decisions.{name}", title, key, run, "customer", tip, picture)
            for name, title, key, run, picture, tip in parts
        ]

    # What the keys do.

    def decide(self) -> None:
        """Open the memo of the marked customer."""
        self._customer_dialog("decide")

    def bundle(self) -> None:
        """Open the form of the referral bundle for the marked customer."""
        self._customer_dialog("bundle")

    def place(self) -> None:
        """Place the marked customers of the reviews."""
        from collections_desk.desktop.dialogs.placement import PlacementDialog  # noqa: PLC0415 - on demand

        marked = self.reviews.list.selected_rows()
        if self.tabs.currentIndex() != REVIEWS or not marked or self._page is None:
            self.shell.say(self.tr("Mark the customers under Reviews due first."))
            return
        decided = {line.decided for line in marked}
        kind = "court" if decided == {"Go to court"} else "agency"
        ids = [line.customer_id for line in marked]
        self._open(PlacementDialog(self.shell, ids, kind, self._page.locale, self.window()))

    def enter(self) -> None:
        """Enter what came of a placement, or close a settlement as paid."""
        from collections_desk.desktop.dialogs.placement_entry import PlacementEntryDialog  # noqa: PLC0415 - on demand

        if self._page is None:
            return
        if self.tabs.currentIndex() == SETTLED:
            self._close_settlement()
            return
        placement = self._marked(self.placed, PLACED)
        if placement is not None:
            page = self._page
            self._open(
                PlacementEntryDialog(self.shell, placement, page.today, page.locale, self.window())
            )

    def end(self) -> None:
        """Recall a placement, or let a settlement end unpaid."""
        from collections_desk.desktop.dialogs.placement_entry import PlacementEndDialog  # noqa: PLC0415 - on demand

        if self.tabs.currentIndex() == SETTLED:
            self._end_settlement()
            return
        placement = self._marked(self.placed, PLACED)
        if placement is None:
            return
        if not placement.running:
            self.shell.say(self.tr("This placement has ended already."))
            return
        self._open(PlacementEndDialog(self.shell, placement, self.window()))

    def answer(self) -> None:
        """Type in the answers of the marked survey."""
        if self.tabs.currentIndex() != SURVEYS:
            self.tabs.setCurrentIndex(SURVEYS)
        self.surveys.answer()

    def show_confirmation(self) -> None:
        """Show the confirmation of the marked settlement, to print or save."""
        from collections_desk.desktop.paper_window import show_content  # noqa: PLC0415 - on demand

        standing = self._marked(self.settled, SETTLED)
        if standing is None:
            return
        title = self.tr("Settlement confirmation")
        self.shell.background.run(
            partial(settlements.confirmation, self.shell.desk, standing.settlement.id),
            done=lambda pdf: show_content(self, pdf, "application/pdf", title),
            failed=self.shell.fail,
            owner=self,
        )

    # How they do it.

    def _customer_dialog(self, name: str) -> None:
        from collections_desk.desktop.customer_panel import read_page  # noqa: PLC0415 - on demand
        from collections_desk.desktop.dialogs.of_customer import make_dialog  # noqa: PLC0415 - on demand

        customer_id = self._customer_id()
        if customer_id is None:
            self.shell.say(self.tr("Choose a line of the list first."))
            return
        self.shell.background.run(
            partial(read_page, self.shell.desk, customer_id),
            done=lambda facts: self._open(make_dialog(name, self.shell, facts, self.window())),
            failed=self.shell.fail,
            owner=self,
        )

    def _customer_id(self) -> int | None:
        place = self.tabs.currentIndex()
        if place == REVIEWS and (line := self.reviews.list.current_row()) is not None:
            return line.customer_id
        if place == PLACED and (placed := self.placed.list.current_row()) is not None:
            return placed.customer_id
        if place == SETTLED and (settled := self.settled.list.current_row()) is not None:
            return settled.settlement.customer_id
        if place == SURVEYS and (survey := self.surveys.waiting.list.current_row()) is not None:
            return survey.customer_id
        return None

    def _marked(self, panel: ListPanel[Row], place: int) -> Row | None:
        row = panel.list.current_row() if self.tabs.currentIndex() == place else None
        if row is None:
            title = self.tabs.tabText(place).split(" (")[0].replace("&", "")
            self.shell.say(self.tr("Choose a line under {0} first.").format(title))
        return row

    def _close_settlement(self) -> None:
        standing = self._marked(self.settled, SETTLED)
        if standing is None:
            return
        name = standing.settlement.customer_name
        said = self.tr("{0}: settled; the rest is written.").format(name)
        self.shell.background.run(
            partial(settlements.close_as_paid, self.shell.desk, standing.settlement.id),
            done=lambda _ids: self._done(said),
            failed=self.shell.fail,
            owner=self,
        )

    def _end_settlement(self) -> None:
        standing = self._marked(self.settled, SETTLED)
        if standing is None:
            return
        settlement, failed = standing.settlement, standing.state == "failed"
        how = "failed" if failed else "cancelled"
        title = self.tr("Settlement Not Paid") if failed else self.tr("Cancel the Settlement")
        self._open(
            ReasonSheet(
                self.shell,
                title,
                self.tr("&End It"),
                self.tr("{0}: the whole balance stands again, less what was paid.").format(
                    settlement.customer_name
                ),
                lambda why: settlements.end_unpaid(self.shell.desk, settlement.id, how, why=why),
                self.window(),
            )
        )

    def _done(self, said: str) -> None:
        self.shell.say(said)
        self.shell.refresh()

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.destroyed.connect(self._forget)
        dialog.open()

    def _forget(self) -> None:
        self.dialog = None

    # What comes back from the store.

    def _show(self, page: DecisionsPage) -> None:
        self._page = page
        self.reviews.list.rows_model.show_rows(page.reviews)
        self.placed.list.rows_model.show_rows(page.placements)
        self.settled.list.rows_model.show_rows(page.settlements)
        self.surveys.show_page(page.surveys)
        overdue = totals_by_currency(money for line in page.reviews for money in line.overdue)
        said = counted(len(page.reviews), "1 customer", "{n} customers")
        due = monies_text(tuple(overdue.values()), page.locale)
        self.reviews.set_sums(f"{said}, {due} past due" if page.reviews else "")
        self.placed.set_sums(self._placement_sums(page))
        waiting = sum(one.answered_on is None for one in page.surveys.sent)
        running = sum(one.running for one in page.placements)
        open_ = sum(one.settlement.ended is None for one in page.settlements)
        for place, count in (
            (REVIEWS, len(page.reviews)),
            (PLACED, running),
            (SETTLED, open_),
            (SURVEYS, waiting),
        ):
            title = self.tabs.tabText(place).split(" (")[0]
            self.tabs.setTabText(place, f"{title} ({count})" if count else title)

    def _placement_sums(self, page: DecisionsPage) -> str:
        texts = []
        for one in statement_totals(page.placements):
            placed, recovered, commission, costs, net = (
                money_text(amount, page.locale)
                for amount in (one.placed, one.recovered, one.commission, one.costs, one.net)
            )
            texts.append(
                self.tr(
                    "Placed {0}, recovered {1}, less commission {2} and costs {3}: net {4}"
                ).format(placed, recovered, commission, costs, net)
            )
        return "; ".join(texts)
