"""Pauses or stops contact, and lifts what stands."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy

from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.dialogs.stop_done import StopDone
from collections_desk.desktop.fields import DayField
from collections_desk.desktop.hold_words import hold_words, scope_choices
from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.holds import active_holds
from collections_desk.domain.stop_effects import missing_words
from collections_desk.operations import contact
from collections_desk.operations.stopping import DAYS, effect_words

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.stop_effects import StopPreview

#: A new hold is looked at again after so many days, unless the clerk says otherwise.
USUAL_DAYS = 14
#: Milliseconds after the last change until the preview is read anew.
PREVIEW_AFTER = 150


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
        self._facts = facts
        self._customer = facts.page.customer
        self._flags = shell.desk.resources.flags
        self._standing = {
            str(hold.id): hold for hold in active_holds(facts.page.holds, facts.today)
        }
        self._preview: StopPreview | None = None
        self._unread = False
        #: What was done, shown after a flag was set; for as long as it lives.
        self.told: StopDone | None = None
        self._make_fields()
        self.add_row(self.tr("&What"), self.what, "flag")
        self.add_row(self.tr("&On"), self.scope, "scope_ref")
        for name, field in self.asked.items():
            self.add_row(self._asked_label(name), field, name)
        self.add_row(self.tr("&Reason"), self.reason, "reason")
        self.add_row(self.tr("&Look again"), self.review, "review_on")
        self.form.addRow("", self.does)
        self.add_row(self.tr("It ca&ncels"), self.cancels)
        self._timer = QTimer(self, singleShot=True, interval=PREVIEW_AFTER)
        self._timer.timeout.connect(self._read_preview)
        self.what.currentIndexChanged.connect(self._follow)
        for field in self.asked.values():
            if isinstance(field, DayField):
                field.changed.connect(self._preview_again)
            else:
                field.textChanged.connect(self._say_again)
        self._follow()
        self.reason.setFocus()

    def _make_fields(self) -> None:
        facts = self._facts
        locale = facts.settings.locale
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is done"))
        self.what.addItem(self.tr("Pause contact until a day"), ("hold", ""))
        for key, hold in self._standing.items():
            words = f"{hold_words(hold, facts.page, self._flags)}: {hold.reason}"
            self.what.addItem(self.tr("Lift: {0}").format(words), ("lift", key))
        for flag in self._flags.values():
            self.what.addItem(f"{flag.code}  {flag.label}", ("flag", flag.code))
        self.what.setMaxVisibleItems(24)
        self.scope = QComboBox()
        self.scope.setAccessibleName(self.tr("What is paused"))
        for words, choice in scope_choices(facts.page, locale):
            self.scope.addItem(words, choice)
        self.reason = LineEdit()
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.setPlaceholderText(self.tr("one sentence; it is recorded"))
        self.review = DayField(
            self.tr("Look again on"),
            facts.today,
            locale=locale,
            earliest=facts.today + timedelta(days=1),
        )
        self.review.set_value(facts.today + timedelta(days=USUAL_DAYS))
        tomorrow = facts.today + timedelta(days=1)
        self.asked: dict[str, DayField | LineEdit] = {
            "filed_on": DayField(
                self.tr("Filed on"), facts.today, locale=locale, latest=facts.today
            ),
            "received_on": DayField(
                self.tr("Received on"), facts.today, locale=locale, latest=facts.today
            ),
            "ends_on": DayField(self.tr("Ends on"), facts.today, locale=locale, earliest=tomorrow),
            "service_from": DayField(
                self.tr("In service since"), facts.today, locale=locale, latest=facts.today
            ),
            "court": LineEdit(),
            "case_number": LineEdit(),
            "attorney": LineEdit(),
            "attorney_phone": LineEdit(),
            "number": LineEdit(),
        }
        for name, field in self.asked.items():
            if isinstance(field, LineEdit):
                field.setAccessibleName(self._asked_label(name).replace("&", ""))
        self.does = label("", "muted", wrap=True)
        self.does.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.does.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.cancels = QPlainTextEdit(readOnly=True)
        self.cancels.setAccessibleName(self.tr("What is canceled with it"))
        self.cancels.setTabChangesFocus(True)
        self.cancels.setFixedHeight(6 * self.cancels.fontMetrics().lineSpacing() + 12)

    def _asked_label(self, name: str) -> str:
        return {
            "filed_on": self.tr("&Filed on"),
            "received_on": self.tr("R&eceived on"),
            "ends_on": self.tr("Ends on"),
            "service_from": self.tr("In ser&vice since"),
            "court": self.tr("&Court"),
            "case_number": self.tr("C&ase number"),
            "attorney": self.tr("&Attorney"),
            "attorney_phone": self.tr("&Phone there"),
            "number": self.tr("Num&ber meant"),
        }[name]

    def choose(self, what: str, ref: str = "") -> None:
        """Choose in the box: ("flag", "BKY") for one."""
        for row in range(self.what.count()):
            if tuple(self.what.itemData(row)) == (what, ref):
                self.what.setCurrentIndex(row)

    def choose_scope(self, scope: str, ref: str = "") -> None:
        """Choose what is paused: ("channel", "phone") for one."""
        for row in range(self.scope.count()):
            if tuple(self.scope.itemData(row)) == (scope, ref):
                self.scope.setCurrentIndex(row)

    @property
    def is_reading(self) -> bool:
        """Whether what the flag cancels is still being worked out."""
        return self._unread

    def fault(self) -> str:
        """Ask for a reason, and for a day where one is needed."""
        what, ref = self.what.currentData()
        if not self.reason.text().strip():
            self.reason.setFocus()
            return self.tr("Say why; the sentence is recorded.")
        days = [self.review] if what != "lift" else []
        asks = self._flags[ref].asks if what == "flag" else ()
        days += [field for name in asks if isinstance(field := self.asked[name], DayField)]
        if not all(field.check() for field in days):
            return self.tr("Put the marked field right first.")
        if what == "hold" and self.review.value() is None:
            return self.tr("Say on which day you look at it again.")
        if what == "flag" and "ends_on" in asks and self._given(ref).get("ends_on") is None:
            return self.tr("Say on which day it ends.")
        if what == "flag" and self._flags[ref].cancels and self._unread:
            return self.tr("Look at what it cancels first, then set the flag.")
        return ""

    def perform(self) -> None:
        """Pause, stop or lift."""
        what, ref = self.what.currentData()
        reason, desk, name = self.reason.text().strip(), self.shell.desk, self._customer.name
        if what == "lift":
            self.write(
                partial(contact.lift_hold, desk, int(ref), why=reason),
                lambda _none: self.shell.say(self._lifted(ref)),
            )
            return
        if what == "flag":
            self.write(
                partial(
                    contact.set_stop_flag,
                    desk,
                    self._customer.id,
                    ref,
                    reason=reason,
                    review_on=self.review.value(),
                    facts=self._given(ref),
                ),
                lambda _id: self._flag_is_set(ref),
            )
            return
        review = self.review.value()
        assert review is not None  # noqa: S101 - `fault` has looked
        scope, scope_ref = self.scope.currentData()
        words = self.scope.currentText() if scope != "customer" else name
        self.write(
            partial(
                contact.put_on_hold,
                desk,
                self._customer.id,
                reason,
                review_on=review,
                scope=scope,
                scope_ref=scope_ref,
            ),
            lambda hold_id: self.shell.say(
                self.tr("{0} is on hold.").format(words), undo=partial(self._take_back, hold_id)
            ),
        )

    def _given(self, flag: str) -> dict[str, str | date]:
        """Return what was typed of what belongs to a flag."""
        given: dict[str, str | date] = {}
        for name in self._flags[flag].asks:
            field = self.asked[name]
            value = field.value() if isinstance(field, DayField) else field.text().strip()
            if value:
                given[name] = value
        return given

    def _lifted(self, ref: str) -> str:
        hold = self._standing[ref]
        said = self.tr("Lifted: {0}.").format(self._customer.name)
        if hold.facts.get("cancelled"):
            said += " " + self.tr(
                "What it canceled stays canceled: write letters and charges anew."
            )
        return said

    def _flag_is_set(self, flag: str) -> None:
        """Say that the flag is set, and show what it did where it did something."""
        self.shell.say(self.tr("{0}: {1} is set.").format(self._customer.name, flag))
        done = self._preview
        telling = done is not None and any(one.kind != "reminder" for one in done.effects)
        missing = missing_words(self._flags[flag], self._given(flag))
        if done is not None and (telling or done.mind or done.payments or missing):
            self.told = StopDone(
                self.tr("{0}: {1}").format(self._customer.name, self._flags[flag].label),
                self._preview_words(done),
                self.parentWidget() or self,
            )
            self.told.open()

    def _take_back(self, hold_id: int) -> None:
        shell = self.shell
        why = tr("Undone right after it was put on hold")
        shell.background.run(
            partial(contact.lift_hold, shell.desk, hold_id, why=why),
            done=lambda _none: shell.refresh(),
            failed=shell.fail,
        )

    # What depends on the choice.

    def _follow(self) -> None:
        what, ref = self.what.currentData()
        flag = self._flags[ref] if what == "flag" else None
        asks = flag.asks if flag is not None else ()
        self.form.setRowVisible(self.review, what != "lift")
        self.form.setRowVisible(self.scope, what == "hold")
        self.form.setRowVisible(self.cancels, flag is not None and bool(flag.cancels))
        for name, field in self.asked.items():
            self.form.setRowVisible(field, name in asks)
        self.does.setText(self._does(what, ref))
        if flag is not None:
            pause = flag.pause_days if "ends_on" not in asks else 0
            day = self._facts.today + timedelta(days=pause)
            self.review.set_value(day if pause else None)
        elif what == "hold":
            self.review.set_value(self._facts.today + timedelta(days=USUAL_DAYS))
        self.deed_button.setText(
            {
                "hold": self.tr("Put on &Hold"),
                "flag": self.tr("&Set the Flag"),
                "lift": self.tr("L&ift It"),
            }[what]
        )
        self._preview = None
        self._preview_again()
        if self._timer.isActive():
            self._timer.stop()
            self._read_preview()

    def _does(self, what: str, ref: str) -> str:
        if what == "flag":
            return self._flags[ref].does
        if what == "lift" and self._standing[ref].facts.get("cancelled"):
            cancelled = "; ".join(self._standing[ref].facts["cancelled"])
            return self.tr("What it canceled is not revived: {0}.").format(cancelled)
        return ""

    def _preview_again(self) -> None:
        """Read the preview a moment after the last change; the deed asks for it."""
        what, ref = self.what.currentData()
        wanted = what == "flag" and bool(self._flags[ref].cancels)
        self._unread = wanted
        if wanted:
            self._timer.start()

    def _read_preview(self) -> None:
        what, ref = self.what.currentData()
        if what != "flag":
            return
        given = {
            name: value
            for name, value in self._given(ref).items()
            if name in DAYS and name != "ends_on"
        }
        self.shell.background.run(
            partial(contact.preview_stop, self.shell.desk, self._customer.id, ref, given),
            done=self._show_preview,
            failed=self._failed,
            owner=self,
        )

    def _show_preview(self, preview: StopPreview) -> None:
        what, ref = self.what.currentData()
        if what != "flag" or preview.flag != ref:
            return
        self._preview = preview
        self.cancels.setPlainText(self._preview_words(preview))
        self._unread = self._timer.isActive()

    def _say_again(self) -> None:
        """Say anew what is still missing of what belongs to the flag."""
        if self._preview is not None:
            self.cancels.setPlainText(self._preview_words(self._preview))

    def _preview_words(self, preview: StopPreview) -> str:
        locale = self._facts.settings.locale
        lines = [effect_words(effect, locale) for effect in preview.effects]
        lines = lines or [self.tr("Nothing waits that would be canceled.")]
        lines += list(preview.mind)
        missing = missing_words(self._flags[preview.flag], self._given(preview.flag))
        lines += [missing] if missing else []
        if preview.payments:
            lines.append(self.tr("Payments of the last 90 days:"))
            lines += StopDone.payment_lines(preview.payments, locale)
        return "\n".join(lines)
