"""Saving a contact plan: what changes is shown, and a reason is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.plan_words import version_word
from collections_desk.desktop.reason_sheet import ReasonSheet
from collections_desk.domain.plan_comparing import compare
from collections_desk.operations.contact_plans import restore_plan, save_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.plan_state import PlanState
    from collections_desk.desktop.shell import View
    from collections_desk.domain.contact_plans import Plan

#: So many changes are shown above the reason; of the rest it is said how many they are.
CHANGES_SHOWN = 6


def _tr(text: str) -> str:
    return QCoreApplication.translate("PlanSaving", text)


def ask_to_save(view: View, state: PlanState, done: Callable[[Plan], object]) -> None:
    """Ask why the plan is changed, and save it."""
    desk, plan = view.shell.desk, state.plan
    _ask(
        view,
        _tr("Save Plan {0}").format(plan.id),
        _tr("&Save as Version {0}").format(_next_version(state)),
        compare(state.page.plan, plan),
        [fault.said for fault in state.faults()],
        lambda why: save_plan(desk, plan, why),
        done,
    )


def ask_to_restore(
    view: View, state: PlanState, version: int, done: Callable[[Plan], object]
) -> None:
    """Ask why an old version is brought back, and save it as the newest."""
    desk, plan_id = view.shell.desk, state.plan.id
    old = next(
        (one.plan for one in state.page.versions if one.plan.version == version),
        state.page.shipped,
    )
    _ask(
        view,
        _tr("Bring Back Plan {0}, {1}").format(plan_id, version_word(version)),
        _tr("&Save as Version {0}").format(_next_version(state)),
        compare(state.page.plan, old),
        [_tr("What you changed and did not save is lost.")] if state.has_changes else [],
        lambda why: restore_plan(desk, plan_id, version, why),
        done,
    )


def _next_version(state: PlanState) -> int:
    return max((one.plan.version for one in state.page.versions), default=0) + 1


def _ask(  # noqa: PLR0913, PLR0917 - the words of a small dialog
    view: View,
    title: str,
    deed: str,
    changes: list[str],
    odd: list[str],
    work: Callable[[str], Plan],
    done: Callable[[Plan], object],
) -> None:
    saved: list[Plan] = []
    said = [f"•  {change}" for change in changes[:CHANGES_SHOWN]]
    if len(changes) > CHANGES_SHOWN:
        said.append(_tr("•  and {0} more changes").format(len(changes) - CHANGES_SHOWN))
    said += [_tr("Look at: {0}").format(one) for one in odd[:CHANGES_SHOWN]]
    if len(odd) > CHANGES_SHOWN:
        said.append(_tr("and {0} more to look at").format(len(odd) - CHANGES_SHOWN))
    said.append(_tr("It counts from the next step of each customer on. The old version stays."))
    sheet = ReasonSheet(
        view.shell, title, deed, "\n".join(said), lambda why: saved.append(work(why)), view
    )
    sheet.done_well.connect(lambda: done(saved[0]))
    sheet.open()
