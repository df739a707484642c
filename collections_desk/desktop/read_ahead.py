"""What the first opened customer will need, imported while the clerk looks at her list.

Importing it at the start would keep her from the list; importing it when she opens a customer
would hold the window up.
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


def import_ahead() -> None:
    """Import the modules. For the worker thread."""
    for name in MODULES:
        import_module(name)
