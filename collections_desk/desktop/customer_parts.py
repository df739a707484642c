"""The cards at the head of the customer page: who, what is next, how much, how to reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QSizePolicy, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.customer_words import (
    NEXT_MARKS,
    address_lines,
    contact_word,
    end_word,
    kind_word,
    standing_mark,
)
from collections_desk.desktop.flow_layout import FlowLayout
from collections_desk.desktop.icons import icon
from collections_desk.desktop.labels import (
    IconLabel,
    as_tip,
    clear_layout,
    column,
    label,
    line_of,
)
from collections_desk.desktop.links import OPENED, ask_to_open
from collections_desk.desktop.text_labels import ElidedLabel, ElidedLink, ToneLabel
from collections_desk.desktop.when_text import day_text, short_day, time_text
from collections_desk.domain.aging import BUCKETS
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.money import zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.to_be_collected import sum_lines

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QVBoxLayout

    from collections_desk.domain.aging import Aging
    from collections_desk.domain.customer_page import CustomerPage
    from collections_desk.domain.customers import ContactPoint

#: The parts of the sum that stand on the card though they are nothing.
_ALWAYS = frozenset({"open", "promised", "disputed", "demanded"})
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _shrinkable(made: QLabel) -> QLabel:
    """Let a label be narrower than its text: the text wraps or is cut, the page is not."""
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    made.setMinimumWidth(40)
    return made


class NameHead(QWidget):
    """Name, category and kind of the customer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = _shrinkable(label("", "title", wrap=True, selectable=True))
        self.category = IconLabel(theme.CATEGORIES["unsorted"])
        self.facts = _shrinkable(label("", "muted", wrap=True))
        column_ = column(self, gap=theme.TIGHT)
        column_.addWidget(self.name)
        self.standing = IconLabel(theme.STATES["late"])
        self.standing.hide()
        below = line_of(self.category, self.standing, self.facts, gap=theme.WIDE)
        below.setStretch(2, 1)
        self.standing.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.category.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column_.addLayout(below)

    def show_page(self, page: CustomerPage) -> None:
        """Show who the customer is."""
        customer = page.customer
        self.name.setText(customer.name)
        self.name.setAccessibleName(customer.name)
        self.category.show_mark(theme.CATEGORIES[customer.category.value])
        kind = kind_word(customer.kind)
        if customer.kind is CustomerKind.UNKNOWN:
            kind = self.tr("{0}: E says it").format(kind)
        facts = [kind]
        if customer.reference:
            facts.append(self.tr("No. {0}").format(customer.reference))
        mark = standing_mark(page.repeats.before, page.days_past_due, page.repeats.recovered_since)
        self.standing.setVisible(mark is not None)
        if mark is not None:
            self.standing.show_mark(mark)
        elif page.repeats.before:
            times = page.repeats.before
            facts.append(
                self.tr("late once before")
                if times == 1
                else self.tr("late {0} times before").format(times)
            )
        if page.as_of is not None:
            facts.append(self.tr("balances as of {0}").format(day_text(page.as_of)))
        self.facts.setText("  ·  ".join(facts))
        self.facts.setToolTip(as_tip(self.facts.text()))


class StopBanner(QFrame):
    """Says that contact is paused or stopped; absent otherwise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mark = IconLabel(theme.STATES["hold"])
        self.words = label("", wrap=True)
        inside = column(self, margin=theme.GAP, gap=2)
        inside.addWidget(self.mark)
        inside.addWidget(self.words)
        self.hide()

    def show_page(self, page: CustomerPage, today: date) -> None:
        """Show the hold or end state, if there is one."""
        active = [hold for hold in page.holds if hold.active(today)]
        stop = any(hold.flag for hold in active)
        if not active and not page.customer.end_state:
            self.hide()
            return
        lines = []
        for hold in active:
            until = (
                self.tr("look again on {0}").format(day_text(hold.review_on))
                if hold.review_on
                else self.tr("until it is lifted")
            )
            flag = f"{hold.flag}: " if hold.flag else ""
            lines.append(f"{flag}{hold.reason} ({until})")
        if page.customer.end_state:
            lines.append(end_word(page.customer.end_state))
        self.mark.show_mark(theme.STATES["stop" if stop else "hold"])
        if not active:
            self.mark.show_mark(theme.STATES["kept"], self.tr("Closed"))
        self.words.setText("\n".join(lines))
        theme.give_role(self, "danger" if stop else "caution" if active else "good")
        self.show()


class NextCard(QFrame):
    """The next step and why it is the next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.mark = IconLabel(NEXT_MARKS["call"], side=18)
        self.due = ToneLabel(wrap=False)
        self.due.setAlignment(RIGHT)
        self.text = label("", "strong", wrap=True)
        self.why = label("", "muted", wrap=True)
        self.buttons = FlowLayout()
        inside = column(self, margin=theme.GAP + 4, gap=theme.TIGHT)
        inside.addLayout(line_of(self.mark, 1, self.due))
        inside.addWidget(self.text)
        inside.addWidget(self.why)
        inside.addSpacing(theme.TIGHT)
        inside.addLayout(self.buttons)

    def add_button(self, button: QPushButton) -> None:
        """Put a deed below the words."""
        self.buttons.addWidget(button)

    def show_page(self, page: CustomerPage, today: date) -> None:
        """Show what is to be done next."""
        action = page.next_action
        self.why.setText(page.why)
        if action is None:
            mark = theme.STATES["hold" if page.state == "hold" else "kept"]
            words = self.tr("On hold") if page.state == "hold" else self.tr("Nothing more to do")
            self.mark.show_mark(mark, words)
            self.text.setText(page.hold or "")
            self.due.clear()
        else:
            mark = NEXT_MARKS[action.kind]
            self.mark.show_mark(mark, self.tr("Next: {0}").format(theme.marked(mark)))
            self.text.setText(action.text)
            late = (today - action.due_on).days
            when = short_day(action.due_on, today)
            if late > 0:
                when = self.tr("Since {0}").format(when)
            self.due.setText(when)
            self.due.set_tone("danger" if late > 0 else "text")
        self.text.setVisible(bool(self.text.text()))


class MoneyCard(QFrame):
    """What is to be collected, and how that comes about."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        inside = column(self, margin=theme.GAP + 4, gap=theme.TIGHT)
        inside.addWidget(label(self.tr("To be collected"), "section"))
        self._sums = column(gap=0)
        self._parts = QGridLayout()
        self._parts.setHorizontalSpacing(theme.WIDE)
        self._parts.setVerticalSpacing(2)
        self._parts.setColumnStretch(0, 1)
        inside.addLayout(self._sums)
        inside.addLayout(self._parts)
        inside.addStretch(1)

    def show_page(self, page: CustomerPage, locale: str) -> None:
        """Show the sum of each currency with the parts that lead to it, to the cent."""
        clear_layout(self._sums)
        clear_layout(self._parts)
        opened = {money.currency: money for money in page.balances}
        sums = [
            sum_lines(part, opened.get(part.currency, zero(part.currency)))
            for part in page.collectible
        ]
        for *_, left in sums:
            self._sums.addWidget(label(money_text(left.amount, locale), "amount"))
        if not sums:
            self._sums.addWidget(label(self.tr("Nothing is due"), "heading"))
        words = self._words(page)
        kinds = {line.kind for lines in sums for line in lines}
        shown = [kind for kind in words if kind in kinds or kind in _ALWAYS]
        for place, kind in enumerate(shown):
            texts = [
                money_text(line.amount, locale)
                for lines in sums
                for line in lines
                if line.kind == kind and (line.amount or kind == "open")
            ]
            self._parts.addWidget(label(words[kind], "muted", wrap=kind == "closed"), place, 0)
            figure = label("\n".join(texts) or "-", "" if texts else "muted")
            figure.setAlignment(RIGHT)
            self._parts.addWidget(figure, place, 1)

    def _words(self, page: CustomerPage) -> dict[str, str]:
        """Return what each part is called, in the order of the sum."""
        closed = next((part.closed for part in page.collectible if part.closed), "")
        return {
            "open": self.tr("Open"),
            "credit": self.tr("Credit beyond what is due"),
            "not_due": self.tr("Not past due yet"),
            "promised": self.tr("Promised"),
            "disputed": self.tr("Disputed"),
            "conceded": self.tr("Credit decided, not booked"),
            "on_hold": self.tr("On hold"),
            "small": self.tr("So small that it is left"),
            "demanded": self.tr("Just demanded"),
            "closed": self.tr("Not collected: {0}").format(closed),
        }

    def texts(self) -> list[str]:
        """Return every text on the card."""
        return [part.text() for part in self.findChildren(QLabel) if part.isVisibleTo(self)]


class AgingCard(QFrame):
    """The balance by age, as a small table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        inside = column(self, margin=theme.GAP + 4, gap=theme.TIGHT)
        inside.addWidget(label(self.tr("Balance by age"), "section"))
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(theme.WIDE)
        self._rows.setVerticalSpacing(2)
        self._rows.setColumnStretch(0, 1)
        inside.addLayout(self._rows)
        inside.addStretch(1)

    def show_page(self, page: CustomerPage, locale: str) -> None:
        """Show a row for each bucket and one for the whole."""
        clear_layout(self._rows)
        for place, bucket in enumerate(BUCKETS):
            self._rows.addWidget(IconLabel(theme.BUCKETS[bucket], side=14), place, 0)
            texts = [
                money_text(aging.bucket(bucket), locale)
                for aging in page.aging
                if aging.bucket(bucket)
            ]
            figure = label("\n".join(texts) or "-", "" if texts else "muted")
            figure.setAlignment(RIGHT)
            self._rows.addWidget(figure, place, 1)
        self._rows.addWidget(label(self.tr("Balance"), "strong"), len(BUCKETS), 0)
        whole = label(_balance_text(page.aging, locale), "strong")
        whole.setAlignment(RIGHT)
        self._rows.addWidget(whole, len(BUCKETS), 1)


def _balance_text(agings: tuple[Aging, ...], locale: str) -> str:
    return "\n".join(money_text(aging.balance, locale) for aging in agings) or "-"


class ReachCard(QFrame):
    """The clock there, numbers to call, addresses."""

    call_asked = Signal(object)  # a ContactPoint
    write_asked = Signal(object)  # one of an e-mail address

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        inside = column(self, margin=theme.GAP + 4, gap=theme.TIGHT)
        inside.addWidget(label(self.tr("How to reach"), "section"))
        self.clock = ToneLabel()
        self.hours = label("", "muted", wrap=True)
        inside.addWidget(self.clock)
        inside.addWidget(self.hours)
        self._lines: QVBoxLayout = column(gap=2)
        inside.addLayout(self._lines)
        inside.addStretch(1)

    def show_page(self, page: CustomerPage) -> None:
        """Show the time there, people, numbers and the address."""
        there = page.local_time
        self.clock.setText(there.said)
        self.clock.set_tone("text" if there.inside or not there.zones else "caution")
        self.hours.setText(_hours_text(self, page))
        self.hours.setVisible(bool(self.hours.text()))
        clear_layout(self._lines)
        for person in page.people:
            role = f", {person.role}" if person.role else ""
            self._lines.addWidget(_shrinkable(label(f"{person.name}{role}", wrap=True)))
        for point in page.contact_points:
            self._lines.addWidget(self._contact_line(point))
        for address in page.addresses:
            lines = address_lines(address)
            text = _shrinkable(label("\n".join(lines), "", wrap=True, selectable=True))
            self._lines.addWidget(text)
            if address.state == "returned":
                back = (
                    self.tr("Mail came back on {0}").format(day_text(address.returned_on))
                    if address.returned_on
                    else self.tr("Mail came back from here")
                )
                self._lines.addWidget(IconLabel(theme.STATES["returned"], back))
        if not page.contact_points and not page.addresses:
            self._lines.addWidget(
                label(self.tr("No number and no address yet: E enters them."), "muted", wrap=True)
            )

    def _contact_line(self, point: ContactPoint) -> QWidget:
        words = [point.value]
        if point.label:
            words.append(point.label)
        if point.state == "bad":
            words.append(self.tr("does not work"))
        if point.state == "opted_out":
            words.append(self.tr("not to be used"))
        text = "  ·  ".join(words)
        if point.state == "ok" and (point.is_phone or point.kind in OPENED):
            return self._contact_button(point, text)
        made = ElidedLabel(f"{contact_word(point.kind)}: {text}")
        theme.give_role(made, "" if point.state == "ok" else "muted")
        return made

    def _contact_button(self, point: ContactPoint, text: str) -> QPushButton:
        if point.is_phone:
            picture, shown = "phone", text
            tip, name = self.tr("Log a call with {0}"), self.tr("Call {0}")
        else:
            picture = "mail" if point.kind == "email" else "globe"
            shown = text  # the icon says what it is; the name says it to a screen reader
            kind = contact_word(point.kind)
            tip, name = self.tr("Open {0}, after a question"), self.tr("Open {0}: {1}")
            name = name.format(kind, "{0}")
        button = ElidedLink(icon(picture, "accent"), shown)
        button.setToolTip(as_tip(tip.format(point.value)))
        button.setAccessibleName(name.format(shown))
        if point.is_phone:
            button.clicked.connect(lambda: self.call_asked.emit(point))
        elif point.kind == "email":
            button.clicked.connect(lambda: self.write_asked.emit(point))
        else:
            button.clicked.connect(lambda: ask_to_open(self.window(), point.kind, point.value))
        return button


def _hours_text(widget: QWidget, page: CustomerPage) -> str:
    parts = []
    if page.local_time.window:
        first, last = page.local_time.window
        words = widget.tr("calls {0} to {1}")
        parts.append(words.format(time_text(first), time_text(last)))
    if page.local_time.source:
        parts.append(widget.tr("known from: {0}").format(page.local_time.source))
    if page.customer.office_hours:
        parts.append(widget.tr("office hours: {0}").format(page.customer.office_hours))
    return "  ·  ".join(parts)


__all__ = [
    "AgingCard",
    "MoneyCard",
    "NameHead",
    "NextCard",
    "ReachCard",
    "StopBanner",
]
