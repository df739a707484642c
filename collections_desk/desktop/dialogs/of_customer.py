"""Which dialog a key opens; each module is imported when it is first asked for."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.customer_panel import PageFacts
    from collections_desk.desktop.dialogs.sheet import Sheet
    from collections_desk.desktop.shell import Shell

_HERE = "collections_desk.desktop.dialogs."
#: Name of a deed: module and class of its dialog.
DIALOGS = {
    "note": ("note", "NoteDialog"),
    "promise": ("promise", "PromiseDialog"),
    "payment_plan": ("payment_plan", "PaymentPlanDialog"),
    "dispute": ("dispute", "DisputeDialog"),
    "dispute_work": ("dispute_work", "DisputeWorkDialog"),
    "step_done": ("step", "StepDoneDialog"),
    "step_skipped": ("step", "SkipStepDialog"),
    "payment": ("payment", "PaymentDialog"),
    "charges": ("charges", "ChargesDialog"),
    "waive": ("waive", "WaiveDialog"),
    "hold": ("hold", "HoldDialog"),
    "decide": ("decision", "DecisionDialog"),
    "bundle": ("bundle", "BundleDialog"),
    "category": ("category", "CategoryDialog"),
    "details": ("contact_details", "ContactDetailsDialog"),
}


def make_dialog(name: str, shell: Shell, facts: PageFacts, parent: QWidget) -> Sheet:
    """Make the dialog of a deed for one customer."""
    module, class_name = DIALOGS[name]
    made: Sheet = getattr(importlib.import_module(_HERE + module), class_name)(
        shell, facts, parent
    )
    return made
