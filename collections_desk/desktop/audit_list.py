"""The list of the audit log: one line for each thing that was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.theme import SEVERITIES
from collections_desk.desktop.when_text import moment_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.store.audit_log import AuditEvent

#: Families of operations, by the beginning of their code; "" is all of them.
KINDS = {
    "": QT_TRANSLATE_NOOP("Audit", "Every operation"),
    "call.": QT_TRANSLATE_NOOP("Audit", "Calls"),
    "promise.": QT_TRANSLATE_NOOP("Audit", "Promises"),
    "dispute.": QT_TRANSLATE_NOOP("Audit", "Disputes"),
    "hold.": QT_TRANSLATE_NOOP("Audit", "Holds"),
    "customer.": QT_TRANSLATE_NOOP("Audit", "Customers"),
    "letter.": QT_TRANSLATE_NOOP("Audit", "Letters"),
    "contact_plan.": QT_TRANSLATE_NOOP("Audit", "Contact plans"),
    "brief.": QT_TRANSLATE_NOOP("Audit", "Briefs that were read"),
    "import.": QT_TRANSLATE_NOOP("Audit", "Imports"),
    "guard.": QT_TRANSLATE_NOOP("Audit", "Stopped by a guard"),
    "rules.": QT_TRANSLATE_NOOP("Audit", "Rules"),
    "document.": QT_TRANSLATE_NOOP("Audit", "Documents"),
    "calls.": QT_TRANSLATE_NOOP("Audit", "Exports"),
    "settings.": QT_TRANSLATE_NOOP("Audit", "Settings"),
    "records.": QT_TRANSLATE_NOOP("Audit", "Weekly checks"),
    "store.": QT_TRANSLATE_NOOP("Audit", "Data file"),
}
#: So many digits of a hash are shown; the tooltip has all of them.
HASH_SHOWN = 12


def kind_words(kind: str) -> str:
    """Return what a family of operations is called."""
    return _tr(KINDS[kind])


def facts_text(event: AuditEvent) -> str:
    """Return what was recorded with an operation, one fact a line."""
    lines = [f"{name}: {value}" for name, value in sorted(event.facts.items())]
    return "\n".join([event.what, *lines])


def audit_panel(zone: Callable[[], str]) -> ListPanel[AuditEvent]:
    """Return the list; `zone` gives the time zone of its clock."""
    columns: tuple[Column[AuditEvent], ...] = (
        Column(
            _tr("Line"),
            lambda one: f"{one.seq:,}",
            lambda one: one.seq,
            align_right=True,
            width=8,
        ),
        Column(
            _tr("When"),
            lambda one: moment_text(one.at, zone()),
            lambda one: one.at,
            tip=lambda one: (
                _tr("This line bears an earlier time than the one before it.")
                if one.clock_went_back
                else moment_text(one.at, "UTC") + " UTC"
            ),
            icon=lambda one: mark_icon(SEVERITIES["warning"]) if one.clock_went_back else None,
            width=30,
        ),
        Column(
            _tr("What was done"),
            lambda one: one.what[:1].upper() + one.what[1:],
            lambda one: one.what,
            tip=facts_text,
            stretch=True,
        ),
        Column(_tr("Code"), lambda one: one.kind, lambda one: one.kind, width=20),
        Column(
            _tr("Hash"),
            lambda one: f"{one.hash[:HASH_SHOWN]}…",
            lambda one: one.hash,
            tip=lambda one: one.hash,
        ),
    )
    model: TableModel[AuditEvent] = TableModel(columns, row_id=lambda one: one.seq)
    panel = ListPanel(ListView(model, "audit"))
    panel.list.setAccessibleName(_tr("Audit log"))
    panel.empty.tell(
        "records",
        _tr("No such operation"),
        _tr("Every operation leaves one line here, and no line is ever changed."),
    )
    return panel


def _tr(text: object) -> str:
    return QCoreApplication.translate("Audit", str(text))
