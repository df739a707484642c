"""No orphan: whatever happens to a customer, there is one next action, hold or end state.

A machine lives through random histories of one customer: files come and go, money comes or
does not, things are promised, agreed, disputed, paused, placed; the clerk does what the
worklist says, or nothing; days pass. After each event the line must be whole, and what is due
must be due from state and date alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from collections_desk.domain.aging import Aging
from collections_desk.domain.agreements import match_agreements
from collections_desk.domain.customers import Category
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.next_actions import anchor_of, decide
from collections_desk.domain.next_agreed import STANDING
from collections_desk.domain.payment_plans import Installment, PaymentPlan
from collections_desk.domain.promises import Payment, Promise
from collections_desk.domain.ranking import worklist_line
from collections_desk.domain.worklist import (
    CustomerFacts,
    DecisionFact,
    NextAction,
    PlacementFact,
    SettlementFact,
    TakenStep,
)
from tests.domain.rules import RESOURCES, TODAY, owes, worklist_rules

RULES = worklist_rules(fee_preset=True)
FLAGS = st.sampled_from(sorted(RESOURCES.flags))
SHORT = st.integers(0, 25)


@dataclass(frozen=True)
class Invoice:
    due: date
    open: int
    disputed: int = 0


class History(RuleBasedStateMachine):
    """One customer and a clerk."""

    def __init__(self) -> None:
        super().__init__()
        self.today = TODAY
        self.category = Category.UNSORTED
        self.invoices: list[Invoice] = []
        self.payments: list[Payment] = []
        self.promises: list[Promise] = []
        self.plans: list[PaymentPlan] = []
        self.holds: list[Hold] = []
        self.steps: list[TakenStep] = []
        self.received: date | None = None
        self.decided: date | None = None
        self.decision: DecisionFact | None = None
        self.placement: PlacementFact | None = None
        self.settlement: SettlementFact | None = None
        self.talked: date | None = None
        self.planned: date | None = None
        self.vanished = 0
        self.ended: str | None = None
        self.before: tuple[CustomerFacts, NextAction | None] | None = None

    # What happens.

    @initialize(days=st.integers(-20, 200), minor=st.integers(1, 500_000))
    def first_invoice(self, days: int, minor: int) -> None:
        self.invoices.append(Invoice(TODAY - timedelta(days=days), minor))

    @rule(days=st.integers(-60, 60), minor=st.integers(1, 500_000))
    def import_brings_an_invoice(self, days: int, minor: int) -> None:
        self.invoices.append(Invoice(self.today + timedelta(days=days), minor))

    @precondition(lambda self: self.invoices)
    @rule()
    def import_misses_an_invoice(self) -> None:
        self.invoices.pop()
        self.vanished += 1

    @rule()
    def what_was_missing_is_explained(self) -> None:
        self.vanished = 0

    @precondition(lambda self: self.invoices)
    @rule(part=st.integers(1, 100))
    def pay(self, part: int) -> None:
        oldest = min(self.invoices, key=lambda one: one.due)
        minor = max(oldest.open * part // 100, 1)
        self.invoices.remove(oldest)
        if minor < oldest.open:
            left = oldest.open - minor
            self.invoices.append(replace(oldest, open=left, disputed=min(oldest.disputed, left)))
        self.payments.append(Payment(Money(minor, "USD"), self.today))

    @rule(days=SHORT, minor=st.integers(1, 300_000))
    def promise(self, days: int, minor: int) -> None:
        self.promises.append(
            Promise(
                len(self.promises) + 1,
                1,
                Money(minor, "USD"),
                self.today,
                self.today + timedelta(days=days),
            )
        )
        self.talked = self.today

    @precondition(lambda self: self.invoices)
    @rule(parts=st.integers(1, 5), days=st.integers(1, 30), cure=st.integers(0, 20))
    def agree_on_a_plan(self, parts: int, days: int, cure: int) -> None:
        self.end_plans()
        each = max(sum(one.open for one in self.invoices) // parts, 1)
        self.plans.append(
            PaymentPlan(
                id=len(self.plans) + 1,
                customer_id=1,
                balance=Money(each * parts, "USD"),
                as_of=self.today,
                rhythm="dates",
                cure_days=cure,
                accelerates=True,
                offered_on=self.today,
                signed_on=self.today if days % 3 else None,
                installments=tuple(
                    Installment(
                        number,
                        self.today + timedelta(days=days * (number + 1)),
                        Money(each, "USD"),
                    )
                    for number in range(parts)
                ),
            )
        )

    @precondition(lambda self: self.plans)
    @rule()
    def sign_the_plan(self) -> None:
        if self.plans[-1].ended is None:
            self.plans[-1] = replace(self.plans[-1], signed_on=self.today)

    @rule()
    def end_plans(self) -> None:
        self.plans = [
            one
            if one.ended
            else replace(one, ended="cancelled", ended_on=max(self.today, one.offered_on))
            for one in self.plans
        ]

    @precondition(lambda self: self.invoices)
    @rule(part=st.integers(1, 100))
    def dispute(self, part: int) -> None:
        one = self.invoices.pop(0)
        self.invoices.append(replace(one, disputed=max(one.open * part // 100, 1)))
        self.received = self.received or self.today

    @rule(upheld=st.booleans())
    def decide_disputes(self, *, upheld: bool) -> None:
        self.invoices = [replace(one, disputed=0) for one in self.invoices]
        self.decided = self.today if upheld and self.received else self.decided
        self.received = None

    @rule(
        flag=st.just("") | FLAGS,
        scope=st.sampled_from([("customer", ""), ("channel", "phone"), ("channel", "mail"),
                               ("channel", "email"), ("number", "555"), ("invoice", "1")]),
        days=st.none() | SHORT,
    )  # fmt: skip
    def put_on_hold(self, flag: str, scope: tuple[str, str], days: int | None) -> None:
        review = None if days is None else self.today + timedelta(days=days)
        self.holds.append(
            Hold(len(self.holds), 1, "why", self.today, *scope, flag, review_on=review)
        )

    @rule()
    def lift_the_holds(self) -> None:
        self.holds.clear()

    @rule(category=st.sampled_from(Category))
    def change_the_category(self, category: Category) -> None:
        self.category = category

    @rule(
        kind=st.sampled_from(["keep", "agency", "court", "settle", "write_off", "credit"]),
        days=st.none() | SHORT,
    )
    def review(self, kind: str, days: int | None) -> None:
        again = None if days is None else self.today + timedelta(days=days)
        self.decision = DecisionFact(kind, self.today, again)

    @rule()
    def place(self) -> None:
        self.placement = PlacementFact("agency", "Fenwick Recovery", self.today)

    @precondition(lambda self: self.placement is not None)
    @rule()
    def recall(self) -> None:
        assert self.placement is not None
        if self.placement.ended_on is None:
            self.placement = self.placement._replace(ended_on=self.today)

    @rule(days=SHORT, paid=st.booleans())
    def settle(self, days: int, *, paid: bool) -> None:
        due = self.today + timedelta(days=days)
        self.settlement = SettlementFact(
            Money(5_000, "USD"),
            self.today,
            due,
            due + timedelta(days=1),
            Money(5_000 * paid, "USD"),
            self.today if paid else None,
        )

    @rule()
    def end_the_settlement(self) -> None:
        self.settlement = None

    @rule(end=st.none() | st.sampled_from(["written_off", "settled", "paid"]))
    def close_or_reopen(self, end: str | None) -> None:
        self.ended = end

    @rule(days=SHORT)
    def plan_a_call(self, days: int) -> None:
        self.talked, self.planned = self.today, self.today + timedelta(days=days)

    @rule(days=st.integers(1, 40))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(skipped=st.booleans())
    def do_what_is_next(self, *, skipped: bool) -> None:
        """Take the step, as operations record it."""
        facts = self.facts()
        action = decide(facts, RULES, self.today).next_action
        if action is None or action.due_on > self.today:
            return
        how = "skipped" if skipped else "hand"
        if action.step is not None and action.plan is not None:
            step = RULES.plans.plans[action.plan].step(action.step)
            anchor = anchor_of(action.plan, step.anchor, facts)
            assert anchor is not None, action
            done = TakenStep(action.plan, action.step, anchor, self.today, how)
            self.steps.append(done)
            after = decide(self.facts(), RULES, self.today).next_action
            again = after is not None and (after.step, after.due_on) == (
                action.step,
                action.due_on,
            )
            assert not again, f"{action} comes again after it was done"
        elif action.about in {"own", "review"}:
            planned = self.planned or action.due_on
            self.steps.append(TakenStep("", action.about, planned, self.today, how))

    # What must be so.

    def facts(self, today: date | None = None) -> CustomerFacts:
        day = today or self.today
        agreed = match_agreements(
            self.promises,
            self.plans,
            self.payments,
            today=day,
            grace_business_days=1,
            closed=RULES.closed,
        )
        running = tuple(one for one in agreed.plans if one.plan.ended is None)
        aside = any(one.state in STANDING for one in running)
        free = [one.due for one in self.invoices if one.open > one.disputed]
        return owes(
            due=min(free, default=None),
            category=self.category,
            open_items=len(self.invoices),
            aging=(Aging("USD", (0, sum(one.open for one in self.invoices), 0, 0, 0, 0)),)
            if self.invoices
            else (),
            disputed=tuple(Money(one.disputed, "USD") for one in self.invoices if one.disputed),
            promises=tuple(agreed.promises),
            payment_plans=running,
            set_aside=aside,
            holds=tuple(sorted(self.holds, key=lambda hold: not hold.flag)),
            steps=tuple(self.steps),
            dispute_received=self.received,
            dispute_decided=self.decided,
            decision=self.decision,
            placement=self.placement,
            settlement=self.settlement,
            end_state=self._end_state(),
            last_payment=max((one.received_on for one in self.payments), default=None),
            last_talk_on=self.talked,
            last_contact_on=self.talked,
            last_touch_on=self.talked,
            last_next_on=self.planned,
            vanished=self.vanished,
            vanished_on=TODAY,
            as_of=TODAY,
        )

    def _end_state(self) -> str | None:
        placed = self.placement
        return "placed" if placed is not None and placed.ended_on is None else self.ended

    @invariant()
    def nobody_is_forgotten(self) -> None:
        line = worklist_line(self.facts(), RULES, self.today)

        if line.state == "action":
            assert line.next_action is not None
        elif line.state == "hold":
            assert line.hold
        else:
            assert line.next_action is None
            assert self._end_state() or not self.invoices, line.why
        assert line.why.endswith(".")

    @invariant()
    def what_is_due_was_due_from_its_day_on(self) -> None:
        """Asked again tomorrow, with nothing done, a step is due since the same day."""
        facts, tomorrow = self.facts(), self.today + timedelta(days=1)
        later_facts = self.facts(tomorrow)
        action = decide(facts, RULES, self.today).next_action
        later = decide(later_facts, RULES, tomorrow).next_action

        if action is None or later is None or action.step is None or action.plan is None:
            return
        counted = RULES.plans.plans[action.plan].step(action.step).anchor
        dates = {anchor_of(action.plan, counted, one) for one in (facts, later_facts)}
        if action.step == later.step and len(dates) == 1:
            assert action.due_on == later.due_on


History.TestCase.settings = settings(max_examples=120, stateful_step_count=25, deadline=None)
TestHistory = History.TestCase
