"""The payments of a bundle: how each one stands, and those that a bankruptcy touches."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_desk.domain.hand_payments import FULL_PAYMENT_CHOICES, STATES
from collections_desk.domain.handout_words import KEPT_BACK, paper_day
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money_text import money_text
from collections_desk.domain.paper import FactLines, PaperTable, Paragraph, Section
from collections_desk.domain.stop_effects import LISTS_PAYMENTS, PREFERENCE_DAYS, payments_near

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_desk.domain.hand_payments import HandPayment
    from collections_desk.domain.holds import Hold
    from collections_desk.operations.handout_facts import Handout

#: Reasons of a state that the program gives and no clerk has written.
_OWN_REASONS = frozenset({"settlement", "deposited", ""})


def payment_sections(facts: Handout, *, notes: bool) -> Iterator[Section]:
    """Give the payments taken by hand, and those that a bankruptcy touches.

    Args:
        facts: What is known.
        notes: Whether the reasons that the clerk wrote stand there.
    """
    yield Section("Payments taken by hand, and how each stands", _by_hand(facts, notes=notes))
    for hold in facts.holds:
        if hold.flag in LISTS_PAYMENTS and hold.active(facts.today):
            yield Section(
                f"Payments from {PREFERENCE_DAYS} days before the filing", _near(facts, hold)
            )
            return


def _by_hand(facts: Handout, *, notes: bool) -> tuple[Paragraph | PaperTable, ...]:
    if not facts.payments:
        return (Paragraph("None on record.", "small"),)
    locale = facts.settings.locale
    rows = tuple(
        (
            paper_day(one.received_on),
            one.name,
            money_text(one.amount, locale),
            f"{STATES[one.state]}, {paper_day(one.state_on)}",
            _about(one, locale, notes=notes),
        )
        for one in facts.payments
    )
    words = Paragraph(
        "A check that is held or was handed back has paid nothing: it stands here and not among "
        "the entries above.",
        "small",
    )
    heads = ("Received", "By", "Amount", "State", "About it")
    return (words, PaperTable(heads, rows, (1.4, 1.7, 1.4, 2.2, 3.8), frozenset({2})))


def _about(payment: HandPayment, locale: str, *, notes: bool) -> str:
    """Say what a payment settles, what it claims, and why it stands as it does."""
    said = [f"{part.number}: {money_text(part.amount, locale)}" for part in payment.parts]
    if payment.unapplied and payment.state == "applied":
        said.append(f"not applied: {money_text(payment.unapplied, locale)}")
    if payment.full_payment:
        said.append(f'it says "{payment.full_payment}"')
    if payment.deposit_on is not None and payment.state == "held":
        said.append(f"not to be deposited before {paper_day(payment.deposit_on)}")
    reason = payment.state_reason
    if reason in FULL_PAYMENT_CHOICES:
        said.append(FULL_PAYMENT_CHOICES[reason].lower())
    elif reason not in _OWN_REASONS:
        said.append(f"reason: {reason if notes else KEPT_BACK}")
    return "; ".join(said)


def _near(facts: Handout, hold: Hold) -> tuple[FactLines | Paragraph | PaperTable, ...]:
    """Return the payments that the estate may ask about, before and after the filing."""
    known = hold.facts.get("filed_on")
    filed_on = date.fromisoformat(known) if isinstance(known, str) else hold.begins_on
    court = ", ".join(
        str(hold.facts[name]) for name in ("court", "case_number") if hold.facts.get(name)
    )
    day = long_day(filed_on)
    filed = day if known else f"not known; counted from {day}, when the bankruptcy was noted"
    head = FactLines((("Filed on", filed), ("Court and case", court or "not known")))
    found = payments_near(facts.received, filed_on, facts.today)
    if not found:
        return (head, Paragraph("No payment came in this time.", "small"))
    locale = facts.settings.locale
    rows = tuple(
        (
            paper_day(one.received_on),
            money_text(one.amount, locale),
            "before the filing" if one.received_on < filed_on else "from the filing on",
        )
        for one in found
    )
    heads = ("Received", "Amount", "When")
    return (head, PaperTable(heads, rows, (1.6, 1.6, 2.6), frozenset({1})))
