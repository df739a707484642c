"""One timeline of everything that happened with a customer, whatever table it rests in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from collections_desk.domain.customer_page import TimelineEntry
from collections_desk.domain.letter_facts import weekday_day
from collections_desk.domain.money_text import money_text
from collections_desk.operations.ends import end_entries
from collections_desk.store.activities import activities
from collections_desk.store.arrivals import arrivals
from collections_desk.store.balances import ledger_entries
from collections_desk.store.customers import category_changes
from collections_desk.store.disputes import disputes
from collections_desk.store.documents import attachments
from collections_desk.store.guard_events import guard_events
from collections_desk.store.holds import holds
from collections_desk.store.letter_summaries import letter_events
from collections_desk.store.payment_plans import plans_of
from collections_desk.store.promises import promises

if TYPE_CHECKING:
    from collections.abc import Iterable

    from collections_desk.domain.activities import Activity
    from collections_desk.domain.customer_page import TimelineKind
    from collections_desk.domain.payment_plans import PaymentPlan
    from collections_desk.domain.promises import Promise
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

_KIND_WORDS = {
    "call": "Call",
    "letter": "Letter",
    "email": "E-mail",
    "text": "Text",
    "visit": "Visit",
    "note": "Note",
    "payment": "Payment",
    "import": "Import",
    "system": "Step",
}
_KINDS: dict[str, TimelineKind] = {
    "call": "call",
    "letter": "letter",
    "email": "email",
    "text": "text",
    "visit": "visit",
    "note": "note",
    "payment": "payment",
    "import": "import",
}


def timeline_of(
    session: Reading, desk: Desk, settings: Settings, customer_id: int
) -> list[TimelineEntry]:
    """Return everything that happened with a customer, newest first."""
    entries = [
        *_activities(session, desk, customer_id),
        *_letters(session, customer_id),
        *_imports(session, settings, customer_id),
        *_ledger(session, settings, customer_id),
        *_agreements(session, desk, settings, customer_id),
        *_decisions(session, desk, customer_id),
        *end_entries(session, settings, customer_id),
    ]
    return sorted(entries, key=lambda entry: (entry.when, entry.ref_id), reverse=True)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def _activities(session: Reading, desk: Desk, customer_id: int) -> Iterable[TimelineEntry]:
    papers: dict[int | None, int] = {}
    for paper in attachments(session, customer_id=customer_id):
        papers[paper.activity_id] = papers.get(paper.activity_id, 0) + 1
    for entry in activities(session, customer_id):
        yield TimelineEntry(
            kind=_KINDS.get(entry.kind, "system"),
            ref_id=entry.id,
            when=entry.happened_at,
            day_only=False,
            title=_title(desk, entry),
            detail=_detail(desk, entry),
            clerk=entry.clerk,
            stands=entry.stands,
            mark=_mark(entry),
            activity=entry,
            letter_id=entry.letter_id,
            attachments=papers.get(entry.id, 0),
        )


def _title(desk: Desk, entry: Activity) -> str:
    way = {"out": " out", "in": " in"}.get(entry.direction, "")
    outcome = desk.resources.outcomes.get(entry.outcome or "")
    title = f"{_KIND_WORDS.get(entry.kind, 'Step')}{way}"
    if outcome is not None and outcome.code != "NOTE":
        title += f": {outcome.label}"
    return f"{title} ({entry.reached_name})" if entry.reached_name else title


def _detail(desk: Desk, entry: Activity) -> str:
    reason = desk.resources.reasons.get(entry.reason or "")
    parts = [
        entry.note,
        f"Reason: {reason.label}" if reason else "",
        f"Agreed: {entry.consent}" if entry.consent else "",
        f"Next: {entry.next_action} on {weekday_day(entry.next_on)}" if entry.next_on else "",
    ]
    return "\n".join(part for part in parts if part)


def _mark(entry: Activity) -> str:
    if entry.withdrawn_by is not None:
        return f"withdrawn by entry {entry.withdrawn_by}"
    if entry.corrected_by is not None:
        return f"corrected by entry {entry.corrected_by}"
    if entry.withdraws_id is not None:
        return f"withdraws entry {entry.withdraws_id}"
    return f"corrects entry {entry.corrects_id}" if entry.corrects_id is not None else ""


def _letters(session: Reading, customer_id: int) -> Iterable[TimelineEntry]:
    for event in letter_events(session, customer_id):
        letter = event.letter
        state = event.state.replace("cancelled", "canceled")  # the stored word is older
        said = f"{state} on {weekday_day(event.dated_on)}"
        if event.withdraws:
            said = f'"{event.withdraws}" withdrawn, {event.state} again'
        elif event.withdrawn:
            said += " (withdrawn)"
        yield TimelineEntry(
            kind="letter",
            ref_id=event.id,
            when=event.recorded_at,
            day_only=False,
            title=f"Letter {letter.type} {letter.ref}: {said}",
            detail=event.note or letter.subject,
            clerk=event.clerk,
            stands=not event.withdrawn,
            letter_id=letter.id,
        )


def _imports(session: Reading, settings: Settings, customer_id: int) -> Iterable[TimelineEntry]:
    """One entry for each import that brought items of the customer; others leave none."""
    for one in arrivals(session, customer_id):
        said = []
        for item in one.items:
            name = f"{item.kind.capitalize()} {item.number}".strip()
            due = f", due {weekday_day(item.due_on)}" if item.due_on else ""
            said.append(f"{name}: {money_text(item.amount, settings.locale)}{due}")
        count = "1 item" if len(said) == 1 else f"{len(said):,} items"
        yield TimelineEntry(
            kind="import",
            ref_id=one.batch_id,
            when=one.imported_at,
            day_only=False,
            title=f"{count} came in with {one.file_name}",
            detail="\n".join(said),
            clerk=one.clerk,
        )


def _ledger(session: Reading, settings: Settings, customer_id: int) -> Iterable[TimelineEntry]:
    for entry in ledger_entries(session, customer_id):
        if entry.hand_payment_id is not None:
            continue  # the entry of the payment tells what it settled
        words = entry.kind.replace("_", " ").capitalize()
        amount = -entry.amount if entry.kind in {"payment", "credit", "waiver"} else entry.amount
        where = f" on invoice {entry.invoice_number}" if entry.invoice_number else ""
        yield TimelineEntry(
            kind="payment" if entry.kind == "payment" else "ledger",
            ref_id=entry.id,
            when=_noon(entry.dated_on),
            day_only=True,
            title=f"{words} of {money_text(amount, settings.locale)}{where}",
            detail=" ".join(part for part in (entry.reference, entry.note) if part),
            amount=amount,
        )


def _agreements(
    session: Reading, desk: Desk, settings: Settings, customer_id: int
) -> Iterable[TimelineEntry]:
    for promise in promises(session, customer_id):
        amount = money_text(promise.amount, settings.locale)
        yield TimelineEntry(
            kind="promise",
            ref_id=promise.id,
            when=_noon(promise.taken_on),
            day_only=True,
            title=f"Promise of {amount} by {weekday_day(promise.due_on)}",
            detail=" ".join(part for part in (promise.by_whom, promise.words) if part),
            stands=promise.ended is None,
            mark=_ended(promise),
            amount=promise.amount,
        )
    for plan in plans_of(session, customer_id):
        yield from _plan(plan, settings)
    for dispute in disputes(session, customer_id):
        code = desk.resources.dispute_codes.get(dispute.code)
        label = code.label if code else dispute.code
        yield TimelineEntry(
            kind="dispute",
            ref_id=dispute.id,
            when=_noon(dispute.received_on),
            day_only=True,
            title=f"Dispute: {label}, {money_text(dispute.amount, settings.locale)}",
            detail="\n".join(part for part in (dispute.words, dispute.finding) if part),
            mark=dispute.state.replace("_", " "),
            amount=dispute.amount,
        )


def _plan(plan: PaymentPlan, settings: Settings) -> Iterable[TimelineEntry]:
    amount = money_text(plan.balance, settings.locale)
    parts = "\n".join(
        f"{weekday_day(one.due_on)}: {money_text(one.amount, settings.locale)}"
        for one in plan.installments
    )
    over = f" on {weekday_day(plan.ended_on)}: {plan.ended_reason}" if plan.ended_on else ""
    yield TimelineEntry(
        kind="promise",
        ref_id=plan.id,
        when=plan.recorded_at or _noon(plan.offered_on),
        day_only=False,
        title=f"Payment plan of {amount} offered",
        detail="\n".join(part for part in (plan.words, parts) if part),
        stands=plan.ended is None,
        mark=f"{plan.ended}{over}" if plan.ended else "",
        amount=plan.balance,
    )
    if plan.signed_on is not None:
        yield TimelineEntry(
            kind="promise",
            ref_id=plan.id,
            when=_noon(plan.signed_on),
            day_only=True,
            title=f"Payment plan of {amount} signed by {plan.signed_by}",
            detail="The signed copy is among the files." if plan.signed_sha256 else "",
            stands=plan.ended is None,
            mark=f"{plan.ended}{over}" if plan.ended else "",
            amount=plan.balance,
        )


def _ended(promise: Promise) -> str:
    """Say how and when a promise ended; nothing while it stands."""
    if not promise.ended:
        return ""
    on = f" on {weekday_day(promise.ended_on)}" if promise.ended_on else ""
    return f"{promise.ended}{on}"


def _decisions(session: Reading, desk: Desk, customer_id: int) -> Iterable[TimelineEntry]:
    for hold in holds(session, customer_id):
        flag = desk.resources.flags.get(hold.flag)
        if hold.scope == "time":
            title = "Inconvenient time or place"
        else:
            title = flag.label if flag else "On hold"
        yield TimelineEntry(
            kind="hold",
            ref_id=hold.id,
            when=_noon(hold.begins_on),
            day_only=True,
            title=title,
            detail=hold.reason,
            stands=hold.lifted_on is None,
            mark=f"lifted on {weekday_day(hold.lifted_on)}: {hold.lifted_reason}"
            if hold.lifted_on
            else "",
        )
    for number, change in enumerate(category_changes(session, customer_id)):
        yield TimelineEntry(
            kind="category",
            ref_id=number,
            when=change.decided_at,
            day_only=False,
            title=f"Category: {change.category.value}",
            detail="\n".join(part for part in (change.reason, *change.facts) if part),
            clerk=change.clerk,
        )
    for event in guard_events(session, customer_id):
        yield TimelineEntry(
            kind="guard",
            ref_id=event["id"],
            when=event["fired_at"],
            day_only=False,
            title=f"{event['guard']} {event['decision']}: {event['said']}",
            detail=event["reason"],
            clerk=event["clerk"],
            letter_id=event["letter_id"],
        )
