"""The history of a customer: each time past due, how it ended, and whether this is one more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.counting import counted
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.labels import IconLabel, column, label
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections_desk.domain.cases import Case, Repeats
    from collections_desk.domain.customer_page import CustomerPage

#: How a case stands or ended.
ENDINGS = {
    "open": theme.Mark("clock", "Open", "caution"),
    "paid": theme.Mark("check", "Paid", "good"),
    "settled": theme.Mark("half", "Settled", "notice"),
    "written off": theme.Mark("cross", "Written off", "danger"),
    "placed": theme.Mark("arrow-right", "Placed", "danger"),
}
#: From this time on it is said loudly.
THIRD = 3
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")


class HistoryTab(QWidget):
    """One sentence that is seen at a glance, and the cases below it, the newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._locale = "en_US"
        self.summary = IconLabel(theme.Mark("info", "", "notice"))
        self.explain = label(
            _tr(
                "A case begins on the first day past due and ends when all of it is paid, settled,"
                " written off or placed. Money that came within three days makes no case."
            ),
            "muted",
            wrap=True,
        )
        self.panel: ListPanel[Case] = ListPanel(
            ListView(TableModel(self._columns(), row_id=lambda case: case.number), "cases")
        )
        self.list = self.panel.list
        self.list.setAccessibleName(_tr("Cases of this customer"))
        self.panel.empty.tell(
            "check",
            _tr("Never past due"),
            _tr("Each time that this customer pays late will stand here, with how it ended."),
        )
        inside = column(self, gap=theme.TIGHT)
        inside.setContentsMargins(0, theme.GAP, 0, 0)
        inside.addWidget(self.summary)
        inside.addWidget(self.explain)
        inside.addWidget(self.panel, 1)

    def show_page(self, page: CustomerPage, locale: str) -> None:
        """Show the cases of a customer."""
        self._locale = locale
        mark, words = summary_of(page.cases, page.repeats)
        self.summary.show_mark(mark, words)
        self.explain.setVisible(bool(page.cases))
        self.list.rows_model.show_rows(page.cases[::-1])
        steps = sum(case.steps_taken for case in page.cases)
        self.panel.set_sums(
            "  ·  ".join(
                [
                    counted(len(page.cases), "{n} case", "{n} cases"),
                    counted(steps, "{n} step taken", "{n} steps taken"),
                ]
            )
            if page.cases
            else ""
        )

    def _columns(self) -> tuple[Column[Case], ...]:
        return (*self._when_and_how(), *self._how_long_and_how_much())

    def _when_and_how(self) -> tuple[Column[Case], ...]:
        return (
            Column(
                _tr("Case"),
                lambda case: str(case.number),
                lambda case: case.number,
                align_right=True,
                bold=lambda case: case.is_open,
                width=6,
            ),
            Column(
                _tr("Began"),
                lambda case: day_text(case.began_on),
                lambda case: case.began_on,
                width=20,
            ),
            Column(
                _tr("Ended"),
                lambda case: day_text(case.ended_on) if case.ended_on else _tr("not yet"),
                lambda case: case.ended_on,
                width=20,
            ),
            Column(
                _tr("How"),
                lambda case: _tr(ENDINGS[case.how].word),
                lambda case: case.how,
                icon=lambda case: mark_icon(ENDINGS[case.how]),
                bold=lambda case: case.is_open,
                width=14,
            ),
        )

    def _how_long_and_how_much(self) -> tuple[Column[Case], ...]:
        return (
            Column(
                _tr("Days"),
                lambda case: f"{case.days:,}",
                lambda case: case.days,
                align_right=True,
                width=6,
            ),
            Column(
                _tr("Largest overdue"),
                lambda case: " + ".join(
                    money_text(amount, self._locale) for amount in case.largest_overdue
                ),
                lambda case: max((one.minor for one in case.largest_overdue), default=0),
                align_right=True,
                width=16,
            ),
            Column(
                _tr("Invoices"),
                lambda case: f"{case.invoices:,}",
                lambda case: case.invoices,
                align_right=True,
                width=8,
            ),
            Column(
                _tr("Steps taken"),
                lambda case: f"{case.steps_taken:,}",
                lambda case: case.steps_taken,
                align_right=True,
                width=10,
            ),
            Column(
                _tr("At worst"),
                lambda case: counted(
                    case.worst_days, "one invoice {n} day late", "one invoice {n} days late"
                ),
                lambda case: case.worst_days,
                stretch=True,
            ),
        )


def summary_of(cases: tuple[Case, ...], repeats: Repeats) -> tuple[theme.Mark, str]:
    """Return the sentence at the top, and how it looks."""
    if not cases:
        return theme.Mark("check", "", "good"), _tr("This customer was never past due.")
    if repeats.recovered_since is not None:
        words = _tr("Recovered: everything was paid on time since {0}.")
        return theme.Mark("check", "", "good"), words.format(day_text(repeats.recovered_since))
    newest = cases[-1]
    if newest.is_open:
        mark = theme.Mark("warning", "", "danger" if newest.number >= THIRD else "caution")
        if newest.number == 1:
            return theme.Mark("clock", "", "notice"), _tr("Past due for the first time.")
        return mark, _tr("Past due for the {0} time.").format(_ordinal(newest.number))
    times = counted(len(cases), "Past due once before", "Past due {n} times before")
    return (
        theme.Mark("clock", "", "notice"),
        _tr("{0}; it is too early to say that this customer has recovered.").format(times),
    )


def _ordinal(number: int) -> str:
    if number <= len(_ORDINALS):
        return _tr(_ORDINALS[number - 1])
    tens = number % 100 in {11, 12, 13}
    return f"{number}{'th' if tens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("HistoryTab", text)
