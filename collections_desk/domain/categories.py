"""The category that the logged facts point to, and which facts those are. The clerk decides."""

from __future__ import annotations

from dataclasses import dataclass

from collections_desk.domain.customers import Category


@dataclass(frozen=True, slots=True)
class CategoryFacts:
    """What is known about a customer's behavior. Each fact is logged somewhere.

    Attributes:
        reasons: Label and category hint of each reason for non-payment, newest first.
        outcomes: Code of each standing call, newest first.
        open_disputes: Disputes still undecided.
        decided_disputes: Disputes decided before.
        broken_promises: Promises broken or partly kept.
        kept_promises: Promises kept.
        paid_invoices: Invoices paid whose day of payment is known.
        paid_late: Those of them paid more than 7 days late.
        paid_after_reminder: Late ones paid within 14 days of a contact.
        part_payments: Payments that left something open on their invoice.
        returned_payments: Payments that came back (NSF).
    """

    reasons: tuple[tuple[str, str], ...] = ()
    outcomes: tuple[str, ...] = ()
    open_disputes: int = 0
    decided_disputes: int = 0
    broken_promises: int = 0
    kept_promises: int = 0
    paid_invoices: int = 0
    paid_late: int = 0
    paid_after_reminder: int = 0
    part_payments: int = 0
    returned_payments: int = 0


@dataclass(frozen=True, slots=True)
class CategoryProposal:
    """A proposal, with the facts that carry it.

    Attributes:
        category: What the facts point to; UNSORTED where they do not point anywhere.
        facts: The facts for it, as sentences, the weightiest first.
        against: Facts that point elsewhere.
        points: The weight found for each category that any fact points to.
    """

    category: Category
    facts: tuple[str, ...]
    against: tuple[str, ...] = ()
    points: tuple[tuple[Category, int], ...] = ()


#: How much each kind of fact weighs.
POINTS = {
    "reason": 3,
    "open dispute": 6,
    "decided dispute": 1,
    "broken promise": 2,
    "hardship": 5,
    "refusal": 3,
    "part payments": 2,
    "returned payment": 3,
    "paid after reminder": 3,
    "often late": 2,
    "documents wanted": 1,
    "abuse": 3,
}
#: Fewer points than this point nowhere.
ENOUGH = 3
#: Only the newest reasons say how things are now.
NEWEST_REASONS = 5
_OFTEN = 0.4


def propose(facts: CategoryFacts) -> CategoryProposal:
    """Return the category that the facts point to, and which facts those are.

    Each fact gives points to one category; the highest sum wins. Fewer than `ENOUGH` points,
    or two categories with the same sum, leave the customer unsorted. Only logged behavior
    counts, never who the customer is.
    """
    found = [*_from_reasons(facts), *_from_calls(facts), *_from_payments(facts)]
    sums: dict[Category, int] = {}
    for category, points, _ in found:
        sums[category] = sums.get(category, 0) + points
    ranked = sorted(sums.items(), key=lambda pair: -pair[1])
    winner = Category.UNSORTED
    tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    if ranked and ranked[0][1] >= ENOUGH and not tied:
        winner = ranked[0][0]
    weighed = sorted(found, key=lambda one: -one[1])
    return CategoryProposal(
        winner,
        tuple(said for category, _, said in weighed if category is winner),
        tuple(said for category, _, said in weighed if category is not winner),
        tuple(ranked),
    )


_Fact = tuple[Category, int, str]


def _times(count: int, thing: str) -> str:
    return f"{count} {thing}{'s' * (count != 1)}"


def _from_reasons(facts: CategoryFacts) -> list[_Fact]:
    """The newest reason weighs most: each older one a point less."""
    found: list[_Fact] = []
    said: set[str] = set()
    for place, (label, hint) in enumerate(facts.reasons[:NEWEST_REASONS]):
        category = Category(hint)
        if category is Category.UNSORTED or label in said:
            continue
        said.add(label)
        found.append((category, max(POINTS["reason"] - place, 1), f"gave as a reason: {label}"))
    return found


def _from_calls(facts: CategoryFacts) -> list[_Fact]:
    found: list[_Fact] = []
    if facts.open_disputes:
        points = POINTS["open dispute"]
        said = f"{_times(facts.open_disputes, 'open dispute')} on record"
        found.append((Category.DISPUTING, points, said))
    if facts.decided_disputes:
        said = f"{_times(facts.decided_disputes, 'dispute')} decided before"
        found.append((Category.DISPUTING, POINTS["decided dispute"], said))
    for code, category, weight, thing in (
        ("RPH", Category.STRUGGLING, "hardship", "said it cannot pay"),
        ("RPR", Category.DISPUTING, "refusal", "refused to pay"),
        ("ABU", Category.DISPUTING, "abuse", "was abusive on the telephone"),
        ("RPQ", Category.DISORGANIZED, "documents wanted", "asked for copies"),
    ):
        if count := facts.outcomes.count(code):
            times = "once" if count == 1 else f"{count} times"
            found.append((category, POINTS[weight], f"{thing} {times}"))
    return found


def _from_payments(facts: CategoryFacts) -> list[_Fact]:
    found: list[_Fact] = []
    if facts.broken_promises:
        points = min(POINTS["broken promise"] * facts.broken_promises, 6)
        said = f"{_times(facts.broken_promises, 'promise')} not kept"
        found.append((Category.STRUGGLING, points, said))
    if facts.part_payments:
        said = f"{_times(facts.part_payments, 'invoice')} paid in parts"
        found.append((Category.STRUGGLING, POINTS["part payments"], said))
    if facts.returned_payments:
        said = f"{_times(facts.returned_payments, 'payment')} came back"
        found.append((Category.STRUGGLING, POINTS["returned payment"], said))
    if facts.paid_after_reminder:
        said = f"{_times(facts.paid_after_reminder, 'late invoice')} paid soon after a reminder"
        found.append((Category.DISORGANIZED, POINTS["paid after reminder"], said))
    if facts.paid_invoices and facts.paid_late / facts.paid_invoices >= _OFTEN:
        said = f"{facts.paid_late} of {facts.paid_invoices} invoices paid over a week late"
        found.append((Category.DISORGANIZED, POINTS["often late"], said))
    return found
