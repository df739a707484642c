"""Numbers, people, addresses and what else is known of a customer: one thing at a time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from collections_desk.desktop.customer_words import contact_word, end_word, kind_word
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.line_edit import LineEdit
from collections_desk.domain.contact_values import ContactFaultError, read_phone
from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.names import LineFaultError, clean_line
from collections_desk.operations import customers

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.shell import Shell
    from collections_desk.domain.customers import Address, ContactPerson, ContactPoint

POINT_KINDS = ("phone", "mobile", "email", "fax", "website")
POINT_STATES = ("ok", "bad", "opted_out")
END_STATES = ("", "paid", "settled", "placed", "written_off")
#: The lines of an address, by their names in the store.
ADDRESS_FIELDS = (
    "line1",
    "line2",
    "line3",
    "city",
    "region",
    "postal_code",
    "country",
    "country_text",
)


class ContactDetailsDialog(Sheet):
    """A box says what is changed; below it stand the fields of that thing."""

    def __init__(self, shell: Shell, facts: PageFacts, parent: QWidget) -> None:
        super().__init__(
            shell,
            tr("Contact Details"),
            tr("&Save"),
            parent,
            remark=facts.page.customer.name,
        )
        self._page = facts.page
        self._customer = facts.page.customer
        self._groups: dict[str, list[QWidget]] = {}
        self.what = QComboBox()
        self.what.setAccessibleName(self.tr("What is changed"))
        self.what.setMaxVisibleItems(24)
        self.add_row(self.tr("&What"), self.what)
        self._make_point()
        self._make_person()
        self._make_address()
        self._make_about()
        self._make_end()
        self._fill_box()
        self.what.currentIndexChanged.connect(self._follow)
        self._follow()
        self.setMinimumWidth(540)

    def choose(self, group: str) -> None:
        """Turn to a new number, person or address, to "about" or to "end"."""
        for row in range(self.what.count()):
            if self.what.itemData(row) == (group, None):
                self.what.setCurrentIndex(row)

    def perform(self) -> None:
        """Save the one thing."""
        group, _ = self.what.currentData()
        said = self.tr("{0} is saved.").format(self._customer.name)
        if warning := self._phone_warning(group):
            said = f"{said} {warning}."
        self.write(self._work(group), lambda _done: self.shell.say(said))

    def fault(self) -> str:
        """Ask for a reason where the work is closed; show what was cleaned before it is saved."""
        group, _ = self.what.currentData()
        if group == "end" and not self.end_why.text().strip():
            return self.tr("Say why; the sentence is recorded.")
        return self._cleaned(group)

    def _cleaned(self, group: str) -> str:
        """Put the cleaned text into each field that needs it, and say so."""
        told = []
        for field in self._groups[group]:
            if not isinstance(field, QLineEdit) or field is self.point_value:
                continue
            try:
                clean = clean_line(field.text())
            except LineFaultError:
                continue  # refused by its field when it is saved
            if clean.notice:
                field.setText(clean.text)
                told.append(f"{field.accessibleName()}: {clean.notice}.")
        if told:
            told.append(self.tr("Look at it, and save again."))
        return " ".join(told)

    def _phone_warning(self, group: str) -> str:
        """Say what keeps a number from being dialled as it stands."""
        if group != "point" or self.point_kind.currentData() in {"email", "website"}:
            return ""
        countries = (address.country for address in self._page.addresses if address.country)
        try:
            return read_phone(self.point_value.text(), next(countries, "US")).warning
        except ContactFaultError:
            return ""  # refused by its field when it is saved

    # The fields of each thing.

    def _field(self, group: str, words: str, field: QWidget, name: str = "") -> None:
        field.setAccessibleName(words.replace("&", ""))
        self.add_row(words, field, name)
        self._groups.setdefault(group, []).append(field)

    def _make_point(self) -> None:
        self.point_kind, self.point_state = QComboBox(), QComboBox()
        for kind in POINT_KINDS:
            self.point_kind.addItem(contact_word(kind), kind)
        words = {
            "ok": self.tr("In use"),
            "bad": self.tr("Does not work"),
            "opted_out": self.tr("Not to be used: they asked"),
        }
        for state in POINT_STATES:
            self.point_state.addItem(words[state], state)
        self.point_value, self.point_label = LineEdit(), LineEdit()
        self.point_label.setPlaceholderText(self.tr("office, after 5, accounts payable"))
        self.point_first = QCheckBox(self.tr("Use this one &first"))
        self._field("point", self.tr("Kin&d"), self.point_kind, "kind")
        self._field("point", self.tr("&Number or address"), self.point_value, "value")
        self._field("point", self.tr("&Label"), self.point_label, "label")
        self._field("point", self.tr("S&tate"), self.point_state, "state")
        self._add_check("point", self.point_first)

    def _make_person(self) -> None:
        self.person_name, self.person_role = LineEdit(), LineEdit()
        self.person_first = QCheckBox(self.tr("Ask for this one &first"))
        self.person_officer = QCheckBox(self.tr("&Officer: may be in copy of a formal letter"))
        self._field("person", self.tr("&Name"), self.person_name, "name")
        self._field("person", self.tr("&Role"), self.person_role, "role")
        self._add_check("person", self.person_first)
        self._add_check("person", self.person_officer)

    def _make_address(self) -> None:
        captions = {
            "line1": self.tr("Line &1"),
            "line2": self.tr("Line &2"),
            "line3": self.tr("Line &3"),
            "city": self.tr("Ci&ty"),
            "region": self.tr("St&ate or region"),
            "postal_code": self.tr("&ZIP or postcode"),
            "country": self.tr("Co&untry code"),
            "country_text": self.tr("Country in w&ords"),
        }
        self.address = {name: LineEdit() for name in ADDRESS_FIELDS}
        self.address["country"].setPlaceholderText(self.tr("two letters: US, DE"))
        for name, field in self.address.items():
            self._field("address", captions[name], field, name)

    def _make_about(self) -> None:
        self.name, self.reference = LineEdit(), LineEdit()
        self.kind = QComboBox()
        for kind in CustomerKind:
            self.kind.addItem(kind_word(kind), kind.value)
        self.zone, self.hours, self.language = LineEdit(), LineEdit(), LineEdit()
        self.zone.setPlaceholderText(self.tr("as they said: America/Chicago; empty: worked out"))
        self.hours.setPlaceholderText(self.tr("Mon-Fri 9-17"))
        self._field("about", self.tr("Na&me"), self.name, "name")
        self._field("about", self.tr("Cust&omer number"), self.reference, "reference")
        self._field("about", self.tr("&Kind"), self.kind, "kind")
        self._field("about", self.tr("T&ime zone"), self.zone, "time_zone")
        self._field("about", self.tr("Office &hours"), self.hours, "office_hours")
        self._field("about", self.tr("&Language"), self.language, "language")

    def _make_end(self) -> None:
        self.end_state = QComboBox()
        for state in END_STATES:
            self.end_state.addItem(end_word(state) if state else self.tr("Still open"), state)
        self.end_why = LineEdit()
        self.end_why.setPlaceholderText(self.tr("one sentence; it is recorded"))
        self._field("end", self.tr("The wor&k is"), self.end_state, "end_state")
        self._field("end", self.tr("Wh&y"), self.end_why, "why")

    def _add_check(self, group: str, box: QCheckBox) -> None:
        self.form.addRow("", box)
        self._groups[group].append(box)

    # The box, and what follows from it.

    def _fill_box(self) -> None:
        add = self.what.addItem
        add(self.tr("New number or e-mail"), ("point", None))
        for point in self._page.contact_points:
            add(f"{contact_word(point.kind)}: {point.value}", ("point", point))
        add(self.tr("New person"), ("person", None))
        for person in self._page.people:
            add(self.tr("Person: {0}").format(person.name), ("person", person))
        add(self.tr("New address"), ("address", None))
        for address in self._page.addresses:
            words = ", ".join(part for part in (address.line1, address.city) if part)
            add(self.tr("Address: {0}").format(words), ("address", address))
        add(self.tr("About the customer"), ("about", None))
        add(self.tr("Close the work, or open it again"), ("end", None))

    def _follow(self) -> None:
        group, thing = self.what.currentData()
        for name, fields in self._groups.items():
            for field in fields:
                self.form.setRowVisible(field, name == group)
        fill: dict[str, Callable[[Any], None]] = {
            "point": self._show_point,
            "person": self._show_person,
            "address": self._show_address,
            "about": self._show_about,
            "end": self._show_end,
        }
        fill[group](thing)
        self.message.clear()
        self.adjustSize()

    def _show_point(self, point: ContactPoint | None) -> None:
        self.point_kind.setCurrentIndex(self.point_kind.findData(point.kind if point else "phone"))
        self.point_value.setText(point.value if point else "")
        self.point_label.setText((point.label or "") if point else "")
        self.point_state.setCurrentIndex(self.point_state.findData(point.state if point else "ok"))
        self.point_first.setChecked(point.is_primary if point else False)

    def _show_person(self, person: ContactPerson | None) -> None:
        self.person_name.setText(person.name if person else "")
        self.person_role.setText((person.role or "") if person else "")
        self.person_first.setChecked(person.is_primary if person else False)
        self.person_officer.setChecked(person.is_officer if person else False)

    def _show_address(self, address: Address | None) -> None:
        for name, field in self.address.items():
            field.setText((getattr(address, name) or "") if address else "")

    def _show_about(self, _thing: None) -> None:
        customer = self._customer
        self.name.setText(customer.name)
        self.reference.setText(customer.reference or "")
        self.kind.setCurrentIndex(self.kind.findData(customer.kind.value))
        self.zone.setText(customer.time_zone or "")
        self.hours.setText(customer.office_hours or "")
        self.language.setText(customer.language or "")

    def _show_end(self, _thing: None) -> None:
        self.end_state.setCurrentIndex(self.end_state.findData(self._customer.end_state or ""))
        self.end_why.clear()

    # The work on the worker thread, from values read here.

    def _work(self, group: str) -> Callable[[], object]:
        make: dict[str, Callable[[], Callable[[], object]]] = {
            "point": self._point_work,
            "person": self._person_work,
            "address": self._address_work,
            "about": self._about_work,
            "end": self._end_work,
        }
        return make[group]()

    def _point_work(self) -> Callable[[], object]:
        point = self.what.currentData()[1]
        kind, value = self.point_kind.currentData(), self.point_value.text().strip()
        more: dict[str, Any] = {
            "label": self.point_label.text().strip(),
            "is_primary": self.point_first.isChecked(),
        }
        desk, customer_id = self.shell.desk, self._customer.id
        if point is None:
            return partial(customers.add_contact_point, desk, customer_id, kind, value, **more)
        state = self.point_state.currentData()
        return partial(
            customers.edit_contact_point,
            desk,
            customer_id,
            point.id,
            kind,
            value,
            state=state,
            **more,
        )

    def _person_work(self) -> Callable[[], object]:
        person = self.what.currentData()[1]
        return partial(
            customers.put_in_person,
            self.shell.desk,
            self._customer.id,
            self.person_name.text().strip(),
            person_id=person.id if person else None,
            role=self.person_role.text().strip(),
            is_primary=self.person_first.isChecked(),
            is_officer=self.person_officer.isChecked(),
        )

    def _address_work(self) -> Callable[[], object]:
        address = self.what.currentData()[1]
        values = {name: field.text().strip() for name, field in self.address.items()}
        return partial(
            customers.fix_address,
            self.shell.desk,
            self._customer.id,
            address.id if address else None,
            is_primary=address.is_primary if address else not self._page.addresses,
            **values,
        )

    def _about_work(self) -> Callable[[], object]:
        old = self._customer
        new: dict[str, Any] = {
            "name": self.name.text(),
            "reference": self.reference.text(),
            "kind": self.kind.currentData(),
            "time_zone": self.zone.text().strip(),
            "office_hours": self.hours.text(),
            "language": self.language.text(),
        }
        before = {
            "name": old.name,
            "reference": old.reference or "",
            "kind": old.kind.value,
            "time_zone": old.time_zone or "",
            "office_hours": old.office_hours or "",
            "language": old.language or "",
        }
        changes = {name: value for name, value in new.items() if value != before[name]}
        return partial(customers.edit_customer, self.shell.desk, old.id, **changes)

    def _end_work(self) -> Callable[[], object]:
        state, why = self.end_state.currentData(), self.end_why.text().strip()
        if state:
            return partial(
                customers.end_customer, self.shell.desk, self._customer.id, state, why=why
            )
        return partial(customers.reopen_customer, self.shell.desk, self._customer.id, why=why)
