"""Pauses or stops contact, and lifts what stands."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.holds import active_holds
from collections_desk.operations import contact

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell

#: A new hold is looked at again after so many days, unless the clerk says otherwise.
USUAL_DAYS = 14


class HoldDialog(Sheet):
    """One box says what: a pause, a flag, or the end of one that stands."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Hold or Stop"),
            tr("Put on &Hold"),
            parent,
            remark=facts.page.customer.name,
        )
        self._customer = facts.page.customer
        self._flags = shell.desk.resources.flags
        standing = active_holds(facts.page.holds, facts.today)
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is done"))
        self.what.addItem(self.tr("Pause contact until a day"), ("hold", ""))
        for hold in standing:
            words = f"{hold.flag} {hold.reason}".strip()
            self.what.addItem(self.tr("Lift: {0}").format(words), ("lift", str(hold.id)))
        for flag in self._flags.values():
            self.what.addItem(f"{flag.code}  {flag.label}", ("flag", flag.code))
        self.what.setMaxVisibleItems(24)
        self.reason = LineEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("one sentence; it is recorded"))
        self.review = DayField(
            self.tr("Look again on"),
            facts.today,
            locale=facts.settings.locale,
            earliest=facts.today + timedelta(days=1),
        )
        self.review.set_value(facts.today + timedelta(days=USUAL_DAYS))
        self.ref = LineEdit()
        self.ref.setAccessibleName(self.tr("Court and case, attorney, or number meant"))
        self.ref.setPlaceholderText(self.tr("court and case, attorney, or the number meant"))
        self.does = label("", "muted", wrap=True)
        self.add_row(self.tr("&What"), self.what, "flag")
        self.add_row(self.tr("&Reason"), self.reason, "reason")
        self.add_row(self.tr("&Look again"), self.review, "review_on")
        self.add_row(self.tr("&Details"), self.ref, "scope_ref")
        self.form.addRow("", self.does)
        self.what.currentIndexChanged.connect(self._follow)
        self._follow()
        self.reason.setFocus()

    def choose(self, what: str, ref: str = "") -> None:
        """Choose in the box: ("flag", "BKY") for one."""
        for row in range(self.what.count()):
            if tuple(self.what.itemData(row)) == (what, ref):
                self.what.setCurrentIndex(row)

    def fault(self) -> str:
        """Ask for a reason, and for a day where one is needed."""
        what, _ = self.what.currentData()
        if not self.reason.text().strip():
            return self.tr("Say why; the sentence is recorded.")
        if not self.review.check():
            return self.tr("Put the marked field right first.")
        if what == "hold" and self.review.value() is None:
            return self.tr("Say on which day you look at it again.")
        return ""

    def perform(self) -> None:
        """Pause, stop or lift."""
        what, ref = self.what.currentData()
        reason, desk, name = self.reason.text().strip(), self.shell.desk, self._customer.name
        if what == "lift":
            self.write(
                partial(contact.lift_hold, desk, int(ref), why=reason),
                lambda _none: self.shell.say(self.tr("Lifted: {0}.").format(name)),
            )
            return
        if what == "flag":
            details = self.ref.text().strip()
            self.write(
                partial(
                    contact.set_stop_flag,
                    desk,
                    self._customer.id,
                    ref,
                    reason=reason,
                    review_on=self.review.value(),
                    facts={"details": details} if details else None,
                ),
                lambda _id: self.shell.say(self.tr("{0}: {1} is set.").format(name, ref)),
            )
            return
        review = self.review.value()
        assert review is not None  # noqa: S101 - `fault` has looked
        self.write(
            partial(contact.put_on_hold, desk, self._customer.id, reason, review_on=review),
            lambda hold_id: self.shell.say(
                self.tr("{0} is on hold.").format(name), undo=partial(self._take_back, hold_id)
            ),
        )

    def _take_back(self, hold_id: int) -> None:
        shell = self.shell
        why = tr("Undone right after it was put on hold")
        shell.background.run(
            partial(contact.lift_hold, shell.desk, hold_id, why=why),
            done=lambda _none: shell.refresh(),
            failed=shell.fail,
        )

    def _follow(self) -> None:
        what, ref = self.what.currentData()
        self.form.setRowVisible(self.review, what != "lift")
        self.form.setRowVisible(self.ref, what == "flag")
        if what == "flag":
            flag = self._flags[ref]
            self.review.set_value(None)
            self.does.setText(flag.does)
        else:
            self.does.setText("")
        self.deed_button.setText(
            {
                "hold": self.tr("Put on &Hold"),
                "flag": self.tr("&Set the Flag"),
                "lift": self.tr("&Lift It"),
            }[what]
        )
