"""What letters say of an agency, a court and restored terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from collections_desk.domain.customers import Customer
    from collections_desk.domain.holds import Hold
    from collections_desk.domain.letter_ends import LetterEnds
    from collections_desk.domain.settlements import Settlement

#: The mark that stops new supply on credit.
CREDIT_HOLD = "CREDIT_HOLD"


def ends_values(
    ends: LetterEnds | None, *, intended_on: date | None, locale: str
) -> dict[str, str]:
    """Return the merge fields about an agency or a court; "" where there is none."""
    values = dict.fromkeys(
        ("agency_name", "agency_address", "agency_phone", "agency_from", "court_name"), ""
    )
    values["court_costs"] = "none stated"
    if ends is None:
        return values
    if ends.kind == "court":
        values["court_name"] = ends.name
        if ends.costs is not None:
            values["court_costs"] = money_text(ends.costs, locale)
        return values
    since = ends.placed_on or intended_on
    values["agency_name"] = ends.name
    values["agency_address"] = ends.address
    values["agency_phone"] = ends.phone
    values["agency_from"] = long_day(since) if since else ""
    return values


def settled_values(settled: Settlement | None, locale: str) -> dict[str, str]:
    """Return the merge fields about a settlement that was paid; "" where there is none."""
    if settled is None:
        return {"settled_amount": "", "settled_on": ""}
    return {
        "settled_amount": money_text(settled.agreed, locale),
        "settled_on": long_day(settled.agreed_on),
    }


def terms_words(customer: Customer, holds: Sequence[Hold], today: date) -> str:
    """Say what happens to credit hold and terms once everything is paid (letter L14)."""
    held = any(hold.flag == CREDIT_HOLD and hold.active(today) for hold in holds)
    days = customer.terms_days
    terms = f"Your credit terms of {days} days" if days else "Your credit terms"
    if held:
        return f"{terms} are restored as of today, and the hold on new supply on credit is lifted."
    return f"{terms} go on as agreed; nothing is on hold."
