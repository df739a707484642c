"""What can be done with the worklist and the chosen customer, with menu and key."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Protocol

from collections_desk.desktop.command import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.desktop.customer_deeds import CustomerDeeds
    from collections_desk.desktop.worklist_filters import WorklistFilters
    from collections_desk.desktop.worklist_table import WorklistTable


class Worklist(Protocol):
    """The screen of the worklist, as its commands see it."""

    table: WorklistTable
    filters: WorklistFilters
    deeds: CustomerDeeds

    def open_current(self) -> None:
        """Show the chosen customer beside the list."""

    def toggle_width(self) -> None:
        """Show the customer over the whole width."""


def worklist_commands(view: Worklist, tr: Callable[[str], str]) -> list[Command]:
    """Return the commands in the order of the menus.

    Args:
        view: The screen.
        tr: Its translation.
    """
    return [
        Command(
            "worklist.open",
            tr("&Open Customer"),
            "Ctrl+O",
            view.open_current,
            "customer",
            tr("Show the chosen customer beside the list; Enter in the list does too"),
            "customer",
        ),
        *view.deeds.commands(),
        *_ways_around(view, tr),
    ]


def _ways_around(view: Worklist, tr: Callable[[str], str]) -> list[Command]:
    """Return what moves, sorts and narrows the list."""
    parts: tuple[tuple[str, str, str, Callable[[], object], str, str], ...] = (
        ("next", tr("&Next Line"), "N", partial(view.table.step, 1), "arrow-down",
         tr("Go to the next customer of the list")),
        ("previous", tr("&Previous Line"), "P", partial(view.table.step, -1), "arrow-up",
         tr("Go to the customer before")),
        ("sort", tr("Sort by Next C&olumn"), "S", view.table.cycle_sort, "sort",
         tr("Sort by each column in turn, rising and falling, then the most urgent first")),
        ("rank", tr("Most &Urgent First"), "U", view.table.unsort, "sort",
         tr("Put the most urgent first again; a third click on a heading does too")),
        ("clear_filter", tr("Clear Fil&ter"), "Ctrl+Shift+F", view.filters.clear, "filter",
         tr("Show all lines that are due")),
        ("width", tr("Customer in Full &Width"), "F", view.toggle_width, "arrow-left",
         tr("Show the customer over the whole width")),
    )  # fmt: skip
    return [
        Command(f"worklist.{name}", title, key, run, "view", tip, picture)
        for name, title, key, run, picture, tip in parts
    ]
