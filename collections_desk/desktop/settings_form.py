"""The fields of the settings, in sections; what they hold and what is wrong with them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QFormLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from collections_desk.desktop import theme
from collections_desk.desktop.labels import card, label, line_of
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.desktop.quiet_boxes import QuietComboBox, QuietSpinBox
from collections_desk.desktop.settings_agreements import add_agreements
from collections_desk.desktop.settings_decisions import add_decisions
from collections_desk.desktop.settings_disputes import add_disputes
from collections_desk.desktop.settings_fees import add_fees, say_fees
from collections_desk.desktop.settings_index import Group
from collections_desk.desktop.settings_rules import add_rules
from collections_desk.desktop.settings_values import put_value, take_value, value_of
from collections_desk.domain.settings import LIMITS, MODES, Signer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.late_fees import Preset
    from collections_desk.domain.settings import Settings
    from collections_desk.errors import EntryRefusedError

#: The lines of an address field that are seen at once.
ADDRESS_LINES = 4


class SettingsForm(QWidget):
    """All fields. It knows how settings look in them, and nothing of saving."""

    changed = Signal()
    logo_chosen = Signal(object)  # the path of a picture, or None

    def __init__(
        self,
        envelopes: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        presets: Mapping[str, Preset] | None = None,
    ) -> None:
        """Make the fields.

        Args:
            envelopes: Id and label of each envelope profile.
            parent: The Qt parent.
            presets: The presets of late charges.
        """
        super().__init__(parent)
        self._fields: dict[str, QWidget] = {}
        self._faults: dict[str, InlineMessage] = {}
        self._titles: list[tuple[str, QWidget]] = []  # each section and where it is
        self._called: dict[str, str] = {}  # what each field is called
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.WIDE)
        self._showing = False
        self._business()
        self._people()
        self._paper(envelopes)
        self._calls()
        self._rules()
        add_agreements(self._section, self._number)
        add_disputes(self._section, self._number)
        add_decisions(self._section, self._number)
        add_rules(self._section, self._number, self._choice)
        self._place()
        self._presets = presets or {}
        #: Whether late charges are on, as the fields stand.
        self.fees_state = add_fees(_Parts(self), self._presets)
        self._privacy()
        self._column.addStretch(1)

    @property
    def first_field(self) -> QWidget:
        """The field in which the cursor begins."""
        return self._fields["business.name"]

    def stops(self) -> list[QWidget]:
        """Return the widgets that Tab stops at."""
        return [
            widget
            for widget in self.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]

    def groups(self) -> list[Group]:
        """Return the sections with their fields, in the order of the page."""
        every = [(called, self._fields[name]) for name, called in self._called.items()]
        return [
            Group(title, frame, tuple(one for one in every if frame.isAncestorOf(one[1])))
            for title, frame in self._titles
        ]

    def field(self, name: str) -> QWidget:
        """Return a field by the name of its setting, "business.name" for one."""
        return self._fields[name]

    def clear_faults(self) -> None:
        """Forget what was wrong."""
        for message in self._faults.values():
            message.clear()

    def show_fault(self, fault: EntryRefusedError) -> bool:
        """Say beside its field what is wrong; False if the field is not here."""
        name = fault.field if fault.field in self._fields else f"business.{fault.field}"
        if name not in self._fields:
            name = f"{fault.field}.name"
        if name not in self._fields:
            return False
        self._faults[name].say_error(fault)
        self._fields[name].setFocus()
        return True

    def show_settings(self, settings: Settings) -> None:
        """Show settings."""
        self._showing = True
        for name, widget in self._fields.items():
            put_value(widget, value_of(settings, name))
        self._showing = False

    def settings(self, before: Settings) -> Settings:
        """Return the settings as typed; what has no field here is as `before`."""
        values: dict[str, Any] = {
            name: take_value(widget, value_of(before, name))
            for name, widget in self._fields.items()
        }
        business = {
            name.removeprefix("business."): value
            for name, value in values.items()
            if name.startswith("business.")
        }
        plain = {
            name: value for name, value in values.items() if "." not in name and name != "logo"
        }
        for who in ("lead_signer", "exec_signer"):
            plain[who] = Signer(values[f"{who}.name"], values[f"{who}.role"])
        return replace(before, business=replace(before.business, **business), **plain)

    def look_at(self, settings: Settings) -> None:
        """Say whether late charges are on with these settings, and else what they lack."""
        say_fees(self.fees_state, settings, self._presets)

    def show_logo(self, content: bytes | None) -> None:
        """Show the logo that is kept."""
        picture = QPixmap()
        if content and picture.loadFromData(content):
            mode = Qt.TransformationMode.SmoothTransformation
            self._logo.setPixmap(picture.scaledToHeight(48, mode))
            self._logo.setAccessibleName(self.tr("The logo of the letterhead"))
        else:
            self._logo.clear()
            self._logo.setText(self.tr("No logo"))
        self._no_logo.setEnabled(bool(content))

    # The sections.

    def _business(self) -> None:
        form = self._section(self.tr("Business"), self.tr("As it stands on every letter."))
        self._line(form, "business.name", self.tr("&Name"))
        self._lines(form, "business.address_lines", self.tr("&Address"))
        self._line(form, "business.phone", self.tr("&Phone"))
        self._line(form, "business.email", self.tr("E-mai&l"))
        self._line(form, "business.website", self.tr("We&bsite"))
        self._line(form, "business.hours", self.tr("&Office hours"), "Mon-Fri 9:00-17:00")
        self._line(form, "business.contact_name", self.tr("As&k for"))
        self._lines(form, "business.dispute_address", self.tr("Address for disp&utes"))
        self._lines(form, "business.payment_instructions", self.tr("Ho&w to pay"))
        self._logo = label(self.tr("No logo"), "muted")
        self._logo.setMinimumHeight(48)
        choose = QPushButton(self.tr("Choose a P&icture …"))
        choose.clicked.connect(self._choose_logo)
        self._no_logo = QPushButton(self.tr("Take It Off"))
        self._no_logo.clicked.connect(lambda: self.logo_chosen.emit(None))
        self._faults["logo"] = InlineMessage(field=choose)
        self._fields_row(form, self.tr("Letterhead logo"), choose, self._no_logo)

    def _people(self) -> None:
        form = self._section(
            self.tr("Who works here"), self.tr("The clerk stands in every entry of the record.")
        )
        self._line(form, "clerk", self.tr("Cle&rk"))
        self._line(form, "lead_signer.name", self.tr("Si&gns firm letters"))
        self._line(form, "lead_signer.role", self.tr("Role of that signer"))
        self._line(form, "exec_signer.name", self.tr("Senior management"))
        self._line(form, "exec_signer.role", self.tr("Role of that manager"))

    def _paper(self, envelopes: Sequence[tuple[str, str]]) -> None:
        form = self._section(
            self.tr("Paper and envelopes"),
            self.tr("The address is placed for the window of the envelope."),
        )
        papers = [("letter", self.tr("US Letter")), ("a4", self.tr("A4"))]
        self._choice(form, "paper", self.tr("Paper"), papers)
        self._choice(form, "envelope", self.tr("Envelope"), envelopes)
        self._check(
            form,
            "certified_with_first_class",
            self.tr("Send a first-class cop&y with each certified letter"),
        )

    def _calls(self) -> None:
        form = self._section(
            self.tr("Calls"), self.tr("Hours are those at the customer's place. Guards use them.")
        )
        self._time(form, "earliest_contact", self.tr("First call at"))
        self._time(form, "latest_contact", self.tr("Last call at"))
        self._number(form, "max_contacts_per_week", self.tr("Contacts in seven days"))
        self._number(form, "seven_day_calls", self.tr("Calls in seven days about one debt"))
        self._number(form, "quiet_days_after_conversation", self.tr("Quiet days after a talk"))

    def _rules(self) -> None:
        form = self._section(
            self.tr("Patience and promises"),
            self.tr("When the program proposes something firmer."),
        )
        self._number(form, "patience_days", self.tr("Days of patience past the due date"))
        self._number(form, "data_age_limit_days", self.tr("Balances may be this many days old"))
        self._number(form, "promise_max_days_ahead", self.tr("A promise may be days ahead"))
        self._number(
            form,
            "promise_tolerance_business_days",
            self.tr("Business days of grace for a promise"),
        )
        self._number(
            form, "min_days_between_escalations", self.tr("Days between two firmer letters")
        )
        self._number(
            form, "min_days_between_touches", self.tr("Days between two steps of any kind")
        )

    def _place(self) -> None:
        form = self._section(
            self.tr("Place and currency"), self.tr("The time zone decides what today is.")
        )
        zones = [(zone, zone) for zone in sorted(available_timezones()) if "/" in zone]
        self._choice(form, "time_zone", self.tr("Time &zone"), zones)
        self._line(form, "place", self.tr("Country and state"), "US-PA")
        self._line(form, "currency", self.tr("Currency"), "USD")
        names = {"first_party": self.tr("Our own customers"), "third_party": self.tr("An agency")}
        self._choice(
            form, "mode", self.tr("We collect for"), [(mode, names[mode]) for mode in MODES]
        )

    def _privacy(self) -> None:
        form = self._section(
            self.tr("Appearance and privacy"),
            self.tr("The desk locks when nobody touches it; what was copied is taken back."),
        )
        modes = [
            ("auto", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ]
        self._choice(form, "theme", self.tr("Colors"), modes)
        self._number(form, "lock_after_minutes", self.tr("Lock after minutes"))

    # The kinds of fields.

    def _section(self, title: str, about: str) -> QFormLayout:
        frame, inside = card()
        self._titles.append((title, frame))
        inside.addWidget(label(title, "heading"))
        inside.addWidget(label(about, "muted", wrap=True))
        form = QFormLayout()
        form.setContentsMargins(0, theme.GAP, 0, 0)
        form.setHorizontalSpacing(theme.WIDE)
        form.setVerticalSpacing(theme.GAP)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        inside.addLayout(form)
        self._column.addWidget(frame)
        return form

    def _row(self, form: QFormLayout, name: str, title: str, widget: QWidget) -> None:
        words = QLabel(title)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setBuddy(widget)
        words.setMinimumWidth(230)
        plain = title.replace("&", "")
        widget.setAccessibleName(plain)
        message = InlineMessage(field=widget)
        cell = QWidget()
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(widget)
        column.addWidget(message)
        form.addRow(words, cell)
        self._fields[name] = widget
        self._called[name] = plain
        self._faults[name] = message
        if isinstance(widget, LineEdit):
            widget.textChanged.connect(self._tell)

    def _line(self, form: QFormLayout, name: str, title: str, example: str = "") -> None:
        edit = LineEdit()
        edit.setPlaceholderText(example)
        self._row(form, name, title, edit)

    def _lines(self, form: QFormLayout, name: str, title: str) -> None:
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(edit.fontMetrics().lineSpacing() * ADDRESS_LINES + 18)
        edit.textChanged.connect(self._tell)
        self._row(form, name, title, edit)

    def _choice(
        self, form: QFormLayout, name: str, title: str, choices: Sequence[tuple[str, str]]
    ) -> None:
        box = QuietComboBox()
        for value, words in choices:
            box.addItem(words, value)
        box.currentIndexChanged.connect(self._tell)
        self._row(form, name, title, box)

    def _number(self, form: QFormLayout, name: str, title: str) -> None:
        box = QuietSpinBox(*LIMITS[name])
        box.setMaximumWidth(120)
        box.valueChanged.connect(self._tell)
        self._row(form, name, title, box)

    def _time(self, form: QFormLayout, name: str, title: str) -> None:
        edit = QTimeEdit()
        edit.setDisplayFormat("hh:mm AP")
        edit.setMaximumWidth(120)
        edit.timeChanged.connect(self._tell)
        self._row(form, name, title, edit)

    def _check(self, form: QFormLayout, name: str, title: str) -> None:
        box = QCheckBox(title)
        box.setAccessibleName(title.replace("&", ""))
        box.toggled.connect(self._tell)
        form.addRow(box)
        self._fields[name] = box
        self._called[name] = box.accessibleName()
        self._faults[name] = InlineMessage(field=box)

    def _fields_row(self, form: QFormLayout, title: str, *buttons: QPushButton) -> None:
        for button in buttons:
            button.setAccessibleName(button.text().replace("&", ""))
        form.addRow(label(title), line_of(self._logo, *buttons, 1))
        form.addRow(QWidget(), self._faults["logo"])
        self._fields["logo"] = buttons[0]
        self._called["logo"] = title

    def _tell(self, *_: object) -> None:
        if self._showing:
            return
        for name, widget in self._fields.items():
            if widget is self.sender() and self._faults[name].text():
                self._faults[name].clear()  # it is looked at anew when it is saved
        self.changed.emit()

    def _choose_logo(self) -> None:
        chooser = QFileDialog(self, self.tr("Choose a picture for the letterhead"))
        chooser.setNameFilter(self.tr("Pictures (*.png *.jpg *.jpeg)"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.logo_chosen)
        chooser.open()


class _Parts:
    """What the form lends to the modules that add a section of their own."""

    def __init__(self, form: SettingsForm) -> None:
        self.section = form._section  # noqa: SLF001 - lent by the form itself
        self.choice = form._choice  # noqa: SLF001 - as above
        self.number = form._number  # noqa: SLF001 - as above
        self.check = form._check  # noqa: SLF001 - as above
        self.row = form._row  # noqa: SLF001 - as above
        self.field = form.field
