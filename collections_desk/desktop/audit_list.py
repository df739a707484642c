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
    from collections.abc import Callable, Collection

    from collections_desk.store.audit_log import AuditEvent

#: What families of operations are called, by the beginning of their codes. Families of one name
#: are looked for together; one without a name here is offered by its code.
FAMILIES = {
    QT_TRANSLATE_NOOP("Audit", "Calls and notes"): ("call.", "entry.", "note."),
    QT_TRANSLATE_NOOP("Audit", "Promises"): ("promise.",),
    QT_TRANSLATE_NOOP("Audit", "Payment plans"): ("plan.",),
    QT_TRANSLATE_NOOP("Audit", "Payments"): ("payment.",),
    QT_TRANSLATE_NOOP("Audit", "Fees and interest"): ("fees.",),
    QT_TRANSLATE_NOOP("Audit", "Disputes"): ("dispute.",),
    QT_TRANSLATE_NOOP("Audit", "Holds and stop flags"): ("hold.", "flag."),
    QT_TRANSLATE_NOOP("Audit", "Decisions and write-offs"): ("decision.", "ledger."),
    QT_TRANSLATE_NOOP("Audit", "Placements"): ("placement.",),
    QT_TRANSLATE_NOOP("Audit", "Settlements"): ("settlement.",),
    QT_TRANSLATE_NOOP("Audit", "Surveys"): ("survey.",),
    QT_TRANSLATE_NOOP("Audit", "Customers"): (
        "customer.",
        "person.",
        "address.",
        "contact_point.",
        "category.",
    ),
    QT_TRANSLATE_NOOP("Audit", "Letters"): ("letter.", "letters."),
    QT_TRANSLATE_NOOP("Audit", "E-mail"): ("email.",),
    QT_TRANSLATE_NOOP("Audit", "Contact plans"): ("contact_plan.", "step."),
    QT_TRANSLATE_NOOP("Audit", "Briefs that were read"): ("brief.",),
    QT_TRANSLATE_NOOP("Audit", "Imports"): ("import.",),
    QT_TRANSLATE_NOOP("Audit", "Monthly sales"): ("sales.",),
    QT_TRANSLATE_NOOP("Audit", "Stopped by a guard"): ("guard.",),
    QT_TRANSLATE_NOOP("Audit", "Rules"): ("rules.",),
    QT_TRANSLATE_NOOP("Audit", "Documents"): ("document.",),
    QT_TRANSLATE_NOOP("Audit", "Exports"): ("calls.", "bundle.", "worklist."),
    QT_TRANSLATE_NOOP("Audit", "Management packs"): ("pack.",),
    QT_TRANSLATE_NOOP("Audit", "Settings"): ("settings.", "dictionary."),
    QT_TRANSLATE_NOOP("Audit", "Weekly checks"): ("records.",),
    QT_TRANSLATE_NOOP("Audit", "Data file, keys and clock"): (
        "store.",
        "keys.",
        "recovery.",
        "sample.",
        "clock.",
    ),
}
#: So many digits of a hash are shown; the tooltip has all of them.
HASH_SHOWN = 12


def offered_families(there: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what the record can be sifted by: the name and the beginnings of codes.

    Args:
        there: The families on record, each with its dot ("letter."). None of them is left out.
    """
    found = [(_tr(words), codes) for words, codes in FAMILIES.items() if set(there) & set(codes)]
    known = {code for codes in FAMILIES.values() for code in codes}
    other = [
        (_tr("Other: {0}").format(code.rstrip(".").replace("_", " ")), (code,))
        for code in sorted(set(there) - known)
    ]
    return [(_tr("Every operation"), ()), *found, *other]


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
