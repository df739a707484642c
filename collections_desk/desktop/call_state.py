"""The call form as plain values, for a draft, and back again."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.desktop.call_fields import CallFields


def state_of(fields: CallFields) -> dict[str, Any]:
    """Return everything as it is typed, half words too."""
    next_on = fields.next_on.value()
    return {
        "incoming": fields.incoming.isChecked(),
        "number": fields.number.currentText(),
        "reached": fields.reached.currentText(),
        "identity": fields.identity.isChecked(),
        "note": fields.note.toPlainText(),
        "outcome": fields.outcome_of_clerk(),
        "reason": fields.reason.code(),
        "dispute": fields.dispute.code(),
        "disputed": fields.disputed.text(),
        "promise": fields.promise.text(),
        "method": fields.method.text(),
        "next_text": fields.next_text.text(),
        "next_on": next_on.isoformat() if next_on else "",
        "consent": fields.consent.text(),
        "invoices": fields.checked_invoices(),
        "recording": fields.recording.state(),
    }


def restore(fields: CallFields, state: Mapping[str, Any]) -> None:
    """Show a draft again, the cursor at the end of the note."""
    fields.fill_quietly(partial(_fill, fields, state))
    cursor = fields.note.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    fields.note.setTextCursor(cursor)


def _fill(fields: CallFields, state: Mapping[str, Any]) -> None:
    fields.incoming.setChecked(bool(state.get("incoming")))
    fields.number.setEditText(str(state.get("number", "")))
    fields.reached.setEditText(str(state.get("reached", "")))
    fields.identity.setChecked(bool(state.get("identity")))
    fields.note.setPlainText(str(state.get("note", "")))
    fields.reason.choose(str(state.get("reason", "")))
    fields.dispute.choose(str(state.get("dispute", "")))
    fields.disputed.set_text(str(state.get("disputed", "")))
    fields.promise.set_text(str(state.get("promise", "")))
    fields.method.setText(str(state.get("method", "")))
    fields.next_text.setText(str(state.get("next_text", "")))
    next_on = str(state.get("next_on", ""))
    fields.next_on.set_value(date.fromisoformat(next_on) if next_on else None)
    fields.consent.setText(str(state.get("consent", "")))
    fields.recording.restore(state.get("recording", {}))
    checked = set(state.get("invoices", ()))
    for row in range(fields.invoices.count()):
        item = fields.invoices.item(row)
        on = item.data(Qt.ItemDataRole.UserRole) in checked
        item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
    if state.get("outcome"):
        fields.choose_outcome(str(state["outcome"]))
