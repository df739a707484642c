"""The settings of late charges and of what a payment is laid against."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication, QDate, QLocale
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QSpinBox, QWidget

from collections_desk.desktop.labels import label
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.desktop.messages import InlineMessage
from collections_desk.domain.fee_policy import lacking_of, off_text
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import parse_money_typed
from collections_desk.domain.settings import checked
from collections_desk.domain.typed_values import parse_day_typed
from collections_desk.errors import EntryRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from collections_desk.domain.late_fees import Preset
    from collections_desk.domain.settings import Settings

#: What stands for a text that cannot be read: the settings refuse it, beside its field.
_WRONG_RATE = Decimal(-1)
_WRONG_MINOR = -1
_WRONG_DAY = date.min
_LOCALE = "en_US"


def _tr(text: str) -> str:
    return QCoreApplication.translate("FeeSettings", text)


class FormParts(Protocol):
    """What the form of the settings lends: sections and its kinds of fields."""

    def section(self, title: str, about: str) -> QFormLayout:
        """Make a section."""

    def choice(
        self, form: QFormLayout, name: str, title: str, choices: Sequence[tuple[str, str]]
    ) -> None:
        """Add a choice."""

    def number(self, form: QFormLayout, name: str, title: str) -> None:
        """Add a whole number."""

    def check(self, form: QFormLayout, name: str, title: str) -> None:
        """Add a yes or no."""

    def row(self, form: QFormLayout, name: str, title: str, widget: QWidget) -> None:
        """Add any widget."""

    def field(self, name: str) -> QWidget:
        """Return a field."""


class ValueEdit(LineEdit):
    """A line that holds a rate, an amount or a day; empty is none."""

    def show_value(self, value: object) -> None:
        """Show a value."""
        raise NotImplementedError

    def value(self) -> object:
        """Return what is typed; what cannot be read as a value that the settings refuse."""
        raise NotImplementedError


class PercentEdit(ValueEdit):
    """A rate in percent, kept as a fraction."""

    def show_value(self, value: object) -> None:
        """Show 0.18 as 18."""
        if isinstance(value, Decimal):
            text = f"{value * 100:f}"
            self.setText(text.rstrip("0").rstrip(".") if "." in text else text)
        else:
            self.clear()

    def value(self) -> object:
        """Return 18 as 0.18."""
        text = self.text().strip().rstrip("%").strip()
        if not text:
            return None
        try:
            return Decimal(text.replace(",", ".")) / 100 if text.isascii() else _WRONG_RATE
        except ArithmeticError:
            return _WRONG_RATE


class MinorEdit(ValueEdit):
    """An amount in the currency of the business, kept in minor units."""

    def __init__(self, currency: Callable[[], str]) -> None:
        super().__init__()
        self._currency = currency

    def show_value(self, value: object) -> None:
        """Show 2500 as 25.00."""
        shown = Money(value, self._currency()).decimal() if isinstance(value, int) else ""
        self.setText(str(shown))

    def value(self) -> object:
        """Return 25.00 as 2500."""
        if not self.text().strip():
            return None
        try:
            return parse_money_typed(self.text(), self._currency(), _LOCALE).minor
        except EntryRefusedError:
            return _WRONG_MINOR


class AgreedEdit(ValueEdit):
    """The day of an agreement."""

    def show_value(self, value: object) -> None:
        """Show a day."""
        if not isinstance(value, date):
            self.clear()
            return
        day = QDate(value.year, value.month, value.day)
        self.setText(QLocale(_LOCALE).toString(day, "MM/dd/yyyy"))

    def value(self) -> object:
        """Return the day that is typed."""
        if not self.text().strip():
            return None
        now = QDate.currentDate()
        try:
            today = date(now.year(), now.month(), now.day())
            return parse_day_typed(self.text(), today, _LOCALE, current=None, prefer="past")
        except EntryRefusedError:
            return _WRONG_DAY


def add_fees(parts: FormParts, presets: Mapping[str, Preset]) -> InlineMessage:
    """Put the section on the form; return what says whether charges are on, see `say_fees`."""
    form = parts.section(
        _tr("Late charges"),
        _tr("Nothing is charged by itself, and nothing at all without a basis."),
    )
    choices = [(one.id, one.label) for one in presets.values() if one.kind != "ceiling"]
    parts.choice(form, "late_fee_preset", _tr("Preset"), choices)
    about, state = label("", "muted", wrap=True), InlineMessage()
    form.addRow("", about)
    form.addRow("", state)
    rate, once = PercentEdit(), PercentEdit()

    def currency() -> str:
        field = parts.field("currency")
        text = field.text().strip().upper() if isinstance(field, LineEdit) else ""
        return text or "USD"

    flat, cap = MinorEdit(currency), MinorEdit(currency)
    agreed, basis = AgreedEdit(), LineEdit()
    rate.setPlaceholderText(_tr("percent a year, 8 for 8 %"))
    once.setPlaceholderText(_tr("percent, 5 for 5 %"))
    flat.setPlaceholderText("25.00")
    cap.setPlaceholderText(_tr("empty: no limit"))
    basis.setPlaceholderText(_tr("clause 7 of our terms of sale, or the statute"))
    agreed.setPlaceholderText(_tr("empty for a statute"))
    for name, title, widget in (
        ("late_fee_annual_rate", _tr("Rate of the state"), rate),
        ("late_fee_once_rate", _tr("One-time percentage"), once),
        ("late_fee_flat_minor", _tr("Flat fee"), flat),
        ("late_fee_basis", _tr("Basis: clause or statute"), basis),
        ("late_fee_agreed_on", _tr("Clause agreed on"), agreed),
        ("late_fee_cap_minor", _tr("At most on one invoice"), cap),
    ):
        parts.row(form, name, title, widget)
    parts.number(form, "grace_days_fee", _tr("Days of grace"))
    parts.check(
        form,
        "late_fee_counts_grace",
        _tr("Interest counts the days of grace too, once they are over"),
    )
    money = parts.section(
        _tr("Payments"), _tr("For a payment of which the payer does not say what it is for.")
    )
    orders = [
        ("principal_first", _tr("Oldest invoice, then interest, then fees")),
        ("interest_first", _tr("Interest, then the oldest invoice, then fees")),
        ("fees_first", _tr("Fees, then interest, then the oldest invoice")),
    ]
    parts.choice(money, "payment_order", _tr("Is laid first on"), orders)
    box = parts.field("late_fee_preset")
    if isinstance(box, QComboBox):
        _follow(parts, form, presets, box, about)
    return state


def say_fees(state: InlineMessage, settings: Settings, presets: Mapping[str, Preset]) -> None:
    """Say whether late charges are on with these settings, and else all that is missing."""
    try:
        checked(settings)
    except EntryRefusedError:
        state.clear()  # the fault is said beside its field when the settings are saved
        return
    if settings.late_fee_preset == "none":
        state.say(_tr("Late charges are off."), "notice")
    elif lacking := lacking_of(settings, presets):
        state.say(_tr(off_text(lacking)), "caution")
    else:
        state.say(_tr("Late charges are on: I shows them, and only you charge them."), "good")


def _follow(
    parts: FormParts,
    form: QFormLayout,
    presets: Mapping[str, Preset],
    box: QComboBox,
    about: QLabel,
) -> None:
    """Show only what the chosen preset asks for; a new one proposes its days of grace."""

    def show() -> None:
        preset = presets.get(str(box.currentData()))
        if preset is None:
            return
        kind, open_rate = preset.kind, preset.rate is None
        for name, wanted in (
            ("late_fee_annual_rate", kind == "annual_simple" and open_rate),
            ("late_fee_once_rate", kind == "percent_once" and open_rate),
            ("late_fee_flat_minor", kind == "flat_once"),
            ("late_fee_basis", kind != "none"),
            ("late_fee_agreed_on", preset.basis == "contract"),
            ("late_fee_cap_minor", kind != "none"),
            ("grace_days_fee", kind != "none" and not preset.grace_fixed),
            ("late_fee_counts_grace", preset.counts_days and not preset.grace_fixed),
        ):
            field = parts.field(name)
            row = field.parentWidget() if name != "late_fee_counts_grace" else field
            form.setRowVisible(row or field, wanted)
        cite = preset.cite if preset.basis == "statute" else ""
        about.setText(" ".join(part for part in (preset.note, cite) if part))

    def propose() -> None:
        preset, days = presets.get(str(box.currentData())), parts.field("grace_days_fee")
        if preset is not None and isinstance(days, QSpinBox) and preset.kind != "none":
            days.setValue(preset.grace_days)

    box.currentIndexChanged.connect(show)
    box.activated.connect(propose)
    show()
