"""G-PAY-06 to 08: what is said before late charges are booked, and before one is waived."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.guards import find
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import totals_by_currency
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from collections_desk.domain.charges import Charge
    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode
    from collections_desk.domain.money import Money

#: A second waiver within so many days is noticed.
YEAR_DAYS = 365


def charge_findings(
    charges: Sequence[Charge],
    booked: Iterable[tuple[str, Money]],
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
) -> list[GuardFinding]:
    """Return what the guards say about charges of one customer.

    Args:
        charges: As shown.
        booked: Number and open balance of debits that the books of the business hold already:
            they may be finance charges for the same delay.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
    """
    found: list[GuardFinding] = []
    forgiven = totals_by_currency(charge.forgiven for charge in charges if charge.forgiven)
    if forgiven:
        sums = ", ".join(money_text(total) for total in forgiven.values())
        said = f"the customer serves: 6% a year is the most, fees included; {sums} is forgiven"
        seen = {code: total.minor for code, total in forgiven.items()}
        found += find(rules, "G-PAY-06", mode=mode, kind=kind, said=said, facts=seen)
    if lacking := [charge.invoice_number for charge in charges if not charge.basis.strip()]:
        said = f"the charges on {', '.join(lacking)} have no basis"
        found += find(
            rules, "G-LTR-04", mode=mode, kind=kind, said=said, facts={"invoices": lacking}
        )
    debits = [f"{number} of {money_text(amount)}" for number, amount in booked]
    if debits and charges:
        said = f"the books hold a debit that may be for the same delay: {', '.join(debits)}"
        found += find(rules, "G-PAY-07", mode=mode, kind=kind, said=said, facts={"debits": debits})
    return found


def waiver_findings(  # noqa: PLR0913 - each is named at the call
    earlier: Iterable[Charge],
    today: date,
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    letter: bool,
) -> list[GuardFinding]:
    """Return what the guard of waivers says.

    Args:
        earlier: All charges of the customer.
        today: The creditor's date.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
        letter: Whether the waiver is confirmed by a letter L10.
    """
    since = today - timedelta(days=YEAR_DAYS)
    recent = [one.state_on for one in earlier if one.state == "waived" and one.state_on > since]
    why = []
    if recent:
        why.append(f"a charge was waived on {short_day(max(recent))} already, within 12 months")
    if not letter:
        why.append("no letter L10 confirms the waiver")
    if not why:
        return []
    seen = {"waived_on": [day.isoformat() for day in sorted(recent)], "letter": letter}
    return find(rules, "G-PAY-08", mode=mode, kind=kind, said="; ".join(why), facts=seen)
