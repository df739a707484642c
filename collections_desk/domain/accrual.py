"""How much a delay costs: simple interest by the day, or one fee, on what is owed undisputed.

Days are counted actual/365: the days from the day after the due date to the day in question,
both included, so that their number is the days past due. A day belongs to the sum that was
open when it began: a payment lowers the next day. Nothing is counted on fees, on disputed
parts, on days of grace, on days that another charge already covers, on days while a stop flag
or a signed plan stands, nor on days up to a waiver. A leap year has 366 days of a 365th.

Sums are exact fractions until the end of a line, where they are rounded half up to the cent
(collections practice, section 7).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import TYPE_CHECKING

from collections_desk.domain.chargeable import never_charged, not_yet_charged, nothing_more
from collections_desk.domain.charges import Charge, FeePolicy, Proposal, WorkingLine
from collections_desk.domain.late_debts import Span
from collections_desk.domain.late_fees import next_half_year
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.money import Money
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from decimal import Decimal

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.late_debts import Debt

YEAR = 365
_DAY = timedelta(days=1)


def propose(
    debt: Debt,
    policy: FeePolicy,
    *,
    kind: CustomerKind,
    today: date,
    closed: Container[date] = (),
) -> Proposal:
    """Return what can be charged on an invoice on `today`, or why nothing can.

    Raises:
        MissingRateError: If a reference rate is needed that is not in the table.
    """
    if why := never_charged(debt, policy, kind) or not_yet_charged(debt, policy, today, closed):
        return Proposal(debt.invoice_id, debt.customer_id, debt.number, (), why)
    found: list[Charge] = []
    if policy.preset.counts_days:
        found += _interest(debt, policy, today)
        found += _fixed_sum(debt, policy, today)
    else:
        found += _once(debt, policy, today)
    found = _under_ceiling(debt, policy, today, found)
    found = [charge for charge in _under_cap(debt, policy, found) if charge.amount.minor > 0]
    if not found:
        return Proposal(
            debt.invoice_id, debt.customer_id, debt.number, (), nothing_more(debt, today)
        )
    return Proposal(debt.invoice_id, debt.customer_id, debt.number, tuple(found))


# What is charged.


def _interest(debt: Debt, policy: FeePolicy, today: date) -> list[Charge]:
    lines: list[WorkingLine] = []
    spans: list[tuple[date, date]] = []
    principals: list[int] = []
    rates: list[Fraction] = []
    for first, last in _pieces(debt, policy, today):
        if _excluded(debt, policy, first):
            continue
        principal = debt.principal(first)
        full = _yearly(debt, policy, first)
        rate = _limited(debt, policy, first, full)
        if not principal or not full:
            continue
        lines.append(_line(debt, first, last, principal, rate, full))
        spans.append((first, last))
        principals.append(principal)
        rates.append(rate)
    if not lines:
        return []
    rate_words = " and ".join(dict.fromkeys(f"{_percent(rate)} a year" for rate in rates))
    return [
        _charge(
            debt, policy, "interest", lines, max(principals), rate_words, spans[0][0],
            spans[-1][1], today,
        )
    ]  # fmt: skip


def _pieces(debt: Debt, policy: FeePolicy, today: date) -> Iterable[tuple[date, date]]:
    """Cut the days of the delay where sum, rate or permission may change."""
    assert debt.due_on is not None  # noqa: S101 - `never_charged` has looked
    first, end = debt.due_on + _DAY, today + _DAY
    cuts = {first, end, debt.due_on + timedelta(days=policy.grace_days) + _DAY}
    cuts |= {on + _DAY for on, _ in debt.moves}
    spans = [*debt.disputes, *debt.pauses, *_covered(debt)]
    spans += [debt.service] if debt.service is not None else []
    for span in spans:
        cuts.add(span.from_on)
        if span.to_on is not None:
            cuts.add(span.to_on + _DAY)
    if policy.preset.reference and policy.preset.reference_moves:
        turn = next_half_year(first)
        while turn < end:
            cuts.add(turn)
            turn = next_half_year(turn)
    days = sorted(day for day in cuts if first <= day <= end)
    for begin, after in pairwise(days):
        yield begin, after - _DAY


def _covered(debt: Debt) -> list[Span]:
    """Return the days that an earlier charge or a waiver takes: never twice, never back-dated."""
    found = []
    for charge in debt.earlier:
        if charge.kind == "fixed_sum":
            continue
        if charge.state == "waived":
            found.append(Span(date.min, max(charge.to_on, charge.state_on)))
        else:
            found.append(Span(charge.from_on, charge.to_on))
    return found


def _excluded(debt: Debt, policy: FeePolicy, day: date) -> bool:
    assert debt.due_on is not None  # noqa: S101 - `never_charged` has looked
    in_grace = day <= debt.due_on + timedelta(days=policy.grace_days)
    if in_grace and not policy.counts_grace:
        return True
    return any(span.holds(day) for span in (*debt.pauses, *_covered(debt)))


def _yearly(debt: Debt, policy: FeePolicy, day: date) -> Fraction:
    """Return the rate of a year that governs a day, as a fraction."""
    assert policy.rate is not None  # noqa: S101 - `policy_of` has looked
    assert debt.due_on is not None  # noqa: S101 - `never_charged` has looked
    preset, rate = policy.preset, Fraction(policy.rate)
    if preset.kind == "monthly_simple":
        return rate * 12
    if preset.reference:
        governs = day if preset.reference_moves else debt.due_on + _DAY
        return max(rate + Fraction(policy.rates.on(preset.reference, governs)), Fraction(0))
    return rate


def _limited(debt: Debt, policy: FeePolicy, day: date, rate: Fraction) -> Fraction:
    """Return the rate, not above the ceiling while the customer serves (50 USC 3937)."""
    if debt.service is None or not debt.service.holds(day):
        return rate
    return min(rate, _ceiling_rate(policy.ceiling.rate))


def _ceiling_rate(rate: Decimal | None) -> Fraction:
    assert rate is not None  # noqa: S101 - the table of presets is checked
    return Fraction(rate)


def interest(minor: int, rate: Fraction, days: int) -> int:
    """Return simple interest actual/365 in minor units, rounded half up."""
    return floor(Fraction(minor) * rate * days / YEAR + Fraction(1, 2))


def _line(  # noqa: PLR0913, PLR0917 - the parts of one line
    debt: Debt, first: date, last: date, principal: int, rate: Fraction, full: Fraction
) -> WorkingLine:
    currency = debt.open.currency
    days = (last - first).days + 1
    amount = interest(principal, rate, days)
    forgiven = interest(principal, full, days) - amount
    text = (
        f"{money_text(Money(principal, currency))} \u00d7 {_percent(rate)} \u00d7 {days} / {YEAR}"
        f" ({short_day(first)} to {short_day(last)})"
    )
    if rate < full:
        text += f", not {_percent(full)}: the ceiling for service members"
    return WorkingLine(text, Money(amount, currency), Money(forgiven, currency))


def _percent(rate: Fraction) -> str:
    """Write a fraction as percent, with as many decimals as it has."""
    hundred = rate * 100
    text = f"{float(hundred):.4f}".rstrip("0").rstrip(".")
    return f"{text}%"


def _once(debt: Debt, policy: FeePolicy, today: date) -> list[Charge]:
    assert debt.due_on is not None  # noqa: S101 - `never_charged` has looked
    principal, currency = debt.principal(today + _DAY), debt.open.currency
    if policy.flat is not None:
        amount, rate = policy.flat, ""
        text = f"{money_text(policy.flat)} once for this invoice"
    else:
        assert policy.rate is not None  # noqa: S101 - `policy_of` has looked
        fraction = Fraction(policy.rate)
        amount = Money(floor(principal * fraction + Fraction(1, 2)), currency)
        rate = f"{_percent(fraction)} once"
        text = f"{money_text(Money(principal, currency))} \u00d7 {_percent(fraction)}, once"
    line = WorkingLine(text, amount, Money(0, currency))
    return [
        _charge(debt, policy, "fee", [line], principal, rate, debt.due_on + _DAY, today, today)
    ]


def _fixed_sum(debt: Debt, policy: FeePolicy, today: date) -> list[Charge]:
    assert debt.due_on is not None  # noqa: S101 - `never_charged` has looked
    sums = policy.preset.fixed_sums
    if not sums or any(charge.kind == "fixed_sum" for charge in debt.earlier):
        return []
    if any(charge.state == "waived" for charge in debt.earlier):
        return []
    principal, currency = debt.principal(today + _DAY), debt.open.currency
    chosen = next(one for one in sums if one.up_to is None or principal <= one.up_to)
    amount = Money(chosen.add, currency)
    text = f"{money_text(amount)} for a debt of {money_text(Money(principal, currency))}"
    line = WorkingLine(text, amount, Money(0, currency))
    first = debt.due_on + _DAY
    return [_charge(debt, policy, "fixed_sum", [line], principal, "", first, today, today)]


def _charge(  # noqa: PLR0913, PLR0917 - the parts of a charge
    debt: Debt,
    policy: FeePolicy,
    kind: str,
    lines: list[WorkingLine],
    principal: int,
    rate: str,
    first: date,
    last: date,
    today: date,
) -> Charge:
    currency = debt.open.currency
    return Charge(
        id=0,
        customer_id=debt.customer_id,
        invoice_id=debt.invoice_id,
        invoice_number=debt.number,
        kind=kind,
        preset=policy.preset.id,
        preset_as_of=policy.preset.as_of,
        basis=policy.basis,
        basis_on=policy.agreed_on,
        amount=Money(sum(line.amount.minor for line in lines), currency),
        principal=Money(principal, currency),
        rate=rate,
        from_on=first,
        to_on=last,
        working=tuple(lines),
        state="shown",
        state_on=today,
    )


# What holds charges down.


def _under_ceiling(
    debt: Debt, policy: FeePolicy, today: date, charges: list[Charge]
) -> list[Charge]:
    """Hold all charges of an invoice, fees too, under the ceiling; the excess is forgiven."""
    if debt.service is None or not debt.service.holds(today):
        return charges
    rate = _ceiling_rate(policy.ceiling.rate)
    allowed = 0
    for first, last in _pieces(debt, policy, today):
        days = (last - first).days + 1
        most = max(rate, _yearly(debt, policy, first)) if policy.preset.counts_days else rate
        in_service = debt.service.holds(first)
        allowed += interest(debt.principal(first), rate if in_service else most, days)
    why = "the ceiling for service members, fees counted as interest"
    return _trimmed(charges, allowed - _charged(debt), why, forgiven=True)


def _under_cap(debt: Debt, policy: FeePolicy, charges: list[Charge]) -> list[Charge]:
    if policy.cap is None:
        return charges
    why = f"the most on one invoice is {money_text(policy.cap)}"
    return _trimmed(charges, policy.cap.minor - _charged(debt), why, forgiven=False)


def _charged(debt: Debt) -> int:
    return sum(charge.amount.minor for charge in debt.earlier if charge.state == "charged")


def _trimmed(charges: list[Charge], left: int, why: str, *, forgiven: bool) -> list[Charge]:
    """Cut charges to what is left for them, the last line first; each cut says why."""
    result = []
    for charge in charges:
        over = charge.amount.minor - max(left, 0)
        left -= charge.amount.minor
        result.append(_cut(charge, over, why, forgiven=forgiven) if over > 0 else charge)
    return result


def _cut(charge: Charge, over: int, why: str, *, forgiven: bool) -> Charge:
    currency = charge.amount.currency
    taken = min(over, charge.amount.minor)
    cut = Money(taken, currency)
    line = WorkingLine(
        f"less {money_text(cut)}: {why}", -cut, cut if forgiven else Money(0, currency)
    )
    return replace(charge, amount=charge.amount - cut, working=(*charge.working, line))
