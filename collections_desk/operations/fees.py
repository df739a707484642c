"""Late charges, as the screens ask for them: previewed, charged, waived, taken back."""

from __future__ import annotations

from collections_desk.operations.charging import (
    Charged,
    ChargePreview,
    CustomerCharges,
    charge,
    fee_policy,
    preview_charges,
)
from collections_desk.operations.fee_undo import take_charges_back, take_waiver_back
from collections_desk.operations.waivers import (
    Waived,
    draft_waiver_letter,
    examine_waiver,
    waive,
)

__all__ = [
    "ChargePreview",
    "Charged",
    "CustomerCharges",
    "Waived",
    "charge",
    "draft_waiver_letter",
    "examine_waiver",
    "fee_policy",
    "preview_charges",
    "take_charges_back",
    "take_waiver_back",
    "waive",
]
