"""Contact plans: which are in force, and how the clerk changes them.

A change is a new version. Nothing that was planned before is touched: the next step of each
customer is worked out from the newest version, and a step on record names its version.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.guards import find
from collections_desk.domain.guards_notes import mask_numbers
from collections_desk.domain.plan_checks import KnownNames, plan_faults
from collections_desk.domain.plan_comparing import compare
from collections_desk.domain.plan_editing import draft_of, former_ids, plan_of_draft, same_steps
from collections_desk.domain.plan_versions import in_force
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.guarding import guard_rules, guarded_write, record_findings
from collections_desk.store import drafts
from collections_desk.store.database import add_fact
from collections_desk.store.plan_versions import (
    add_plan_version,
    last_version,
    plan_versions,
    saved_plans,
)
from collections_desk.store.settings import load_settings

if TYPE_CHECKING:
    from datetime import datetime

    from collections_desk.domain.contact_plans import Plan, Plans
    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.plan_checks import PlanFault
    from collections_desk.domain.plan_versions import PlanVersion
    from collections_desk.domain.tones import Tone
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

DRAFT_KIND = "plan"
#: A shorter reason says nothing, in characters.
SHORTEST_REASON = 5


@dataclass(frozen=True, slots=True)
class PlanPage:
    """What the editor needs to know of one plan.

    Attributes:
        plan: The version in force.
        shipped: The plan as the program ships it, version 0.
        versions: The versions that the clerk saved, newest first.
        known: What a step may name.
        letters: Id and label of each letter type, in the order of the ids.
        tones: The tones by id.
        zone: The creditor's time zone, for the moments of the versions.
        draft: The plan as it was half edited when the program last stopped, or None.
        draft_at: When that was, or None.
        half_edited: Ids of all plans with such a draft.
    """

    plan: Plan
    shipped: Plan
    versions: tuple[PlanVersion, ...]
    known: KnownNames
    letters: tuple[tuple[str, str], ...]
    tones: dict[str, Tone]
    zone: str
    draft: Plan | None = None
    draft_at: datetime | None = None
    half_edited: frozenset[str] = frozenset()


def current_plans(desk: Desk) -> Plans:
    """Return the plans in force. Not inside another session."""
    with desk.database.read() as session:
        return plans_in(session, desk)


def plans_in(session: Reading, desk: Desk) -> Plans:
    """Return the plans in force, inside a session that is already open."""
    return in_force(desk.resources.plans, saved_plans(session))


def plan_page(desk: Desk, plan_id: str) -> PlanPage:
    """Return one plan with its versions, its draft and what its steps may name.

    Raises:
        EntryRefusedError: If there is no such plan.
    """
    with desk.database.read() as session:
        plan = _plan(plans_in(session, desk), plan_id)
        kept = drafts.find_draft(session, DRAFT_KIND, plan_id)
        half = plan_of_draft(kept.content, plan) if kept is not None else None
        if half is not None and same_steps(half, plan):
            half = None
        return PlanPage(
            plan=plan,
            shipped=desk.resources.plans.plans[plan_id],
            versions=tuple(plan_versions(session, plan_id)),
            known=_known(session, desk, plan_id),
            letters=letter_labels(desk),
            tones=desk.resources.tones,
            zone=load_settings(session).time_zone,
            draft=half,
            draft_at=kept.saved_at if kept is not None and half is not None else None,
            half_edited=frozenset(one.key for one in drafts.load_drafts(session, DRAFT_KIND)),
        )


def save_plan(desk: Desk, plan: Plan, reason: str, *, restores: int | None = None) -> Plan:
    """Keep a changed plan as a new version, and return it. It counts from the next step on.

    Args:
        desk: The open desk.
        plan: The plan as changed; its version is the one that was changed.
        reason: Why, in a sentence.
        restores: The version that is brought back, if it is one.

    Raises:
        EntryRefusedError: If something is wrong with the plan, nothing changed, there is no
            reason, or another version was saved meanwhile. Nothing was saved.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise EntryRefusedError(
            "reason", "A plan is changed with a reason.", "Say why in a sentence."
        )
    said = mask_numbers(reason.strip()).text
    with guarded_write(
        desk,
        "contact_plan.saved",
        f"changed contact plan {plan.id}",
        facts={"plan": plan.id, "reason": said, "restores": restores},
    ) as transaction:
        before = _plan(plans_in(transaction, desk), plan.id)
        changed = replace(plan, version=last_version(transaction, plan.id) + 1)
        if plan.version != before.version:
            raise EntryRefusedError(
                "plan",
                f"Plan {plan.id} was changed meanwhile: version {before.version} is in force.",
                "Look at what changed, and make your change in the new version. "
                "Nothing was saved.",
            )
        if same_steps(changed, before):
            raise EntryRefusedError(
                "plan",
                f"Nothing of plan {plan.id} is changed.",
                "Change a step first. Nothing was saved.",
            )
        faults = plan_faults(changed, _known(transaction, desk, plan.id, restores=restores))
        _refuse(faults)
        add_fact(
            transaction,
            version=changed.version,
            changes=compare(before, changed),
        )
        record_findings(
            transaction,
            desk,
            _findings(transaction, desk, faults),
            _answered(faults, said),
            deed=f"contact plan {plan.id} changed",
            refused=f"Plan {plan.id} is not changed yet",
        )
        add_plan_version(
            transaction,
            changed,
            reason=said,
            clerk=load_settings(transaction).clerk,
            now=desk.now(),
        )
        drafts.discard_draft(transaction, DRAFT_KIND, plan.id)
    return changed


def restore_plan(desk: Desk, plan_id: str, version: int, reason: str) -> Plan:
    """Bring an old version back as a new one; version 0 is what the program ships.

    Raises:
        EntryRefusedError: As `save_plan`, and if there is no such version.
    """
    page = plan_page(desk, plan_id)
    found = [page.shipped] if version == 0 else []
    found += [one.plan for one in page.versions if one.plan.version == version]
    if not found:
        raise EntryRefusedError(
            "version",
            f"Plan {plan_id} has no version {version}.",
            "Choose one of the list. Nothing was changed.",
        )
    old = replace(found[0], version=page.plan.version)
    return save_plan(desk, old, reason, restores=version)


def keep_plan_draft(desk: Desk, plan: Plan) -> None:
    """Keep a plan as it is half edited. No audit line."""
    with desk.database.scratch() as scratch:
        drafts.save_draft(scratch, DRAFT_KIND, plan.id, draft_of(plan), now=desk.now())


def discard_plan_draft(desk: Desk, plan_id: str) -> None:
    """Throw away what was half edited."""
    with desk.database.scratch() as scratch:
        drafts.discard_draft(scratch, DRAFT_KIND, plan_id)


def letter_labels(desk: Desk) -> tuple[tuple[str, str], ...]:
    """Return id and label of each letter that a step may name, in the order of the ids."""
    labels = {ident: one.label for ident, one in desk.resources.letters.types.items()}
    for plan in desk.resources.plans.plans.values():
        for step in plan.steps:
            if step.letter:
                labels.setdefault(step.letter, "")
    return tuple(sorted(labels.items()))


def _plan(plans: Plans, plan_id: str) -> Plan:
    if plan_id not in plans.plans:
        raise EntryRefusedError(
            "plan",
            f'There is no contact plan "{plan_id}".',
            f"Name one of {', '.join(plans.plans)}. Nothing was changed.",
        )
    return plans.plans[plan_id]


def _known(
    session: Reading, desk: Desk, plan_id: str, *, restores: int | None = None
) -> KnownNames:
    shipped = desk.resources.plans.plans
    plans = plans_in(session, desk).plans
    versions = [one.plan for one in plan_versions(session, plan_id)]
    brought_back = [one for one in [shipped[plan_id], *versions] if one.version == restores]
    standing = former_ids([plans[plan_id], *brought_back])
    return KnownNames(
        letters=frozenset(ident for ident, _ in letter_labels(desk)),
        worded=frozenset(one.letter_type for one in desk.resources.letters.templates.values()),
        tones=frozenset(desk.resources.tones),
        other_ids=former_ids([plan for ident, plan in plans.items() if ident != plan_id]),
        former_ids=former_ids([shipped[plan_id], *versions]) - standing,
        patience_days=load_settings(session).patience_days,
    )


def _refuse(faults: list[PlanFault]) -> None:
    stopping = [fault for fault in faults if fault.stops]
    if not stopping:
        return
    first, more = stopping[0], len(stopping) - 1
    where = f" There {'is' if more == 1 else 'are'} {more} more." if more else ""
    raise EntryRefusedError(
        f"{first.step}.{first.field}", first.said, f"{first.remedy} Nothing was saved.{where}"
    )


def _findings(session: Reading, desk: Desk, faults: list[PlanFault]) -> list[GuardFinding]:
    """Return what guards say about a plan. A plan is for everyone: unknown is the stricter."""
    rules, agency = guard_rules(session, desk), load_settings(session).mode == "third_party"
    return [
        found
        for fault in faults
        if fault.guard
        for found in find(
            rules,
            fault.guard,
            mode="third_party" if agency else "first_party",
            kind=CustomerKind.CONSUMER,
            said=fault.said.rstrip("."),
            facts={"step": fault.step},
        )
    ]


def _answered(faults: list[PlanFault], reason: str) -> dict[str, str]:
    """Let the reason of the change answer a guard that a rule table has made stricter."""
    return {fault.guard: reason for fault in faults if fault.guard}
