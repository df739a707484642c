"""What is imported on the worker thread, so that the window is never held up by it.

The store, once the window is painted; and what the first opened customer will need, while the
clerk looks at her list: at the start it would keep her from the list.
"""

from __future__ import annotations

from importlib import import_module

#: Milliseconds after the desk was opened: the list is painted by then.
AFTER = 400
#: No screens: classes of widgets are made on the screen's thread.
MODULES = (
    "collections_desk.operations.contact",
    "collections_desk.operations.customers",
    "collections_desk.desktop.pdf_pages",
)
#: What opening the desk and its list needs of the floors below, the libraries under them too.
STORE = (
    "collections_desk.operations.safekeeping",
    "collections_desk.operations.sample_home",
    "collections_desk.operations.worklist",
    "collections_desk.store.freshness",
)


def import_store() -> None:
    """Import what opens the desk. For the worker thread."""
    for name in STORE:
        import_module(name)


def import_ahead() -> None:
    """Import what the first opened customer needs. For the worker thread."""
    for name in MODULES:
        import_module(name)
