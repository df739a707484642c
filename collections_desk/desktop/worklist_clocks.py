"""The zones of the customers in sight, read a screenful at a time and remembered.

The zone of a customer is worked out from addresses and numbers; for a hundred thousand
customers that would take longer than the list itself, so only lines in sight are asked for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer

from collections_desk.desktop.when_text import time_text
from collections_desk.store.customers import addresses, contact_points, load_customer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from collections_desk.desktop.shell import Shell
    from collections_desk.desktop.worklist_table import WorklistTable
    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk

#: Lines below the last one in sight that are read with it.
AHEAD = 20
#: Scrolling settles for this long before anything is asked, in milliseconds.
PAUSE = 60
MINUTE = 60_000


def read_zones(desk: Desk, customer_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Work out the zones of some customers. For the worker thread."""
    from collections_desk.operations.call_guards import zones_of  # noqa: PLC0415 - after first paint

    with desk.database.read() as session:
        return {
            customer_id: zones_of(
                desk,
                load_customer(session, customer_id),
                addresses(session, customer_id),
                contact_points(session, customer_id),
            ).zones
            for customer_id in customer_ids
        }


class WorklistClocks(QObject):
    """Knows what time it is where the customers in sight are."""

    def __init__(self, shell: Shell, table: WorklistTable) -> None:
        super().__init__(table)
        self._shell = shell
        self._table = table
        self._zones: dict[int, tuple[str, ...]] = {}
        self._asked: set[int] = set()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._ask)
        table.verticalScrollBar().valueChanged.connect(lambda _value: self._pause.start())
        table.rows_model.modelReset.connect(self._pause.start)
        table.rows_model.layoutChanged.connect(self._pause.start)
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(table.viewport().update)
        self._minute.start()

    def forget(self) -> None:
        """Ask again: an address or a number may have changed."""
        self._asked.clear()

    def zones(self, line: WorklistLine) -> tuple[str, ...]:
        """Return the zones of a customer, as far as they are read."""
        return (line.zone,) if line.zone else self._zones.get(line.customer_id, ())

    def there(self, line: WorklistLine) -> str:
        """Return the time there: "9:00 AM", or from the first to the last zone it may be in."""
        now: datetime = self._shell.desk.now()
        clocks = sorted(
            {now.astimezone(ZoneInfo(zone)).replace(tzinfo=None) for zone in self.zones(line)}
        )
        if not clocks:
            return ""
        first = time_text(clocks[0])
        return first if len(clocks) == 1 else f"{first} +{len(clocks) - 1}"

    def _ask(self) -> None:
        table = self._table
        rows = table.rows_model.rowCount()
        first = max(table.rowAt(0), 0)
        last = table.rowAt(table.viewport().height() - 1)
        last = (rows if last < 0 else last + 1) + AHEAD
        lines = [
            table.rows_model.row(table.rows_model.index(place, 0))
            for place in range(first, min(last, rows))
        ]
        wanted = [
            line.customer_id
            for line in lines
            if not line.zone and line.customer_id not in self._asked
        ][:200]
        if wanted:
            self._asked.update(wanted)
            self._shell.background.run(
                partial(read_zones, self._shell.desk, wanted),
                done=self._arrived,
                failed=self._shell.fail,
                owner=self,
            )

    def _arrived(self, zones: dict[int, tuple[str, ...]]) -> None:
        self._zones.update(zones)
        self._table.viewport().update()
