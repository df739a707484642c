"""The list of what was imported: which file, what came of it, whether it still stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.import_words import CHANGES, KINDS, word
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.when_text import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.domain.import_history import ImportBatch

STANDS = theme.Mark("check", "Stands", "good")
UNDONE = theme.Mark("undo", "Taken back", "muted")


def counts_text(summary: Any) -> str:  # noqa: ANN401 - plain values as stored
    """Return "12 new, 3 paid" from the summary of an import."""
    counts = summary.get("counts", summary)
    parts = [
        f"{count:,} {word(CHANGES, name).lower()}"
        for name, count in counts.items()
        if isinstance(count, int) and count and name != "unchanged"
    ]
    return ", ".join(parts) or _tr("nothing changed")


def history_panel(zone: Callable[[], str], start: Callable[[], object]) -> ListPanel[ImportBatch]:
    """Return the list; `start` begins an import from the empty list."""
    columns: tuple[Column[ImportBatch], ...] = (
        Column(
            _tr("Imported"),
            lambda one: moment_text(one.imported_at, zone()),
            lambda one: one.imported_at,
            width=28,
        ),
        Column(_tr("File"), lambda one: one.file_name, lambda one: one.file_name, width=24),
        Column(_tr("Holds"), lambda one: word(KINDS, one.kind), lambda one: one.kind),
        Column(_tr("As of"), lambda one: day_text(one.as_of), lambda one: one.as_of),
        Column(
            _tr("What came of it"),
            lambda one: counts_text(one.summary),
            lambda one: counts_text(one.summary),
            stretch=True,
        ),
        Column(_tr("Clerk"), lambda one: one.clerk, lambda one: one.clerk),
        Column(
            _tr("State"),
            lambda one: theme.marked(_mark(one)),
            lambda one: one.undone_at is not None,
            icon=lambda one: mark_icon(_mark(one)),
        ),
    )
    model: TableModel[ImportBatch] = TableModel(columns, row_id=lambda one: one.id)
    panel = ListPanel(ListView(model, "imports"))
    panel.list.setAccessibleName(_tr("Imported files"))
    panel.empty.tell(
        "import",
        _tr("Nothing imported yet"),
        _tr(
            "Import the open items that your accounting package exports. You see what would"
            " change before anything is changed, and each import can be taken back."
        ),
        [(_tr("Import a File …"), start)],
    )
    return panel


def _mark(batch: ImportBatch) -> theme.Mark:
    return STANDS if batch.undone_at is None else UNDONE


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportHistory", text)
