"""One customer over the whole width of the window."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QStackedLayout, QWidget

from collections_desk.desktop import theme
from collections_desk.desktop.customer_deeds import CustomerDeeds
from collections_desk.desktop.customer_panel import CustomerPanel
from collections_desk.desktop.labels import column
from collections_desk.desktop.list_view import EmptyState
from collections_desk.desktop.shell import Command, View

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from collections_desk.desktop.shell import Shell


class CustomerView(View):
    """The customer page as a screen of its own."""

    view_id: ClassVar[str] = "customer"
    title: ClassVar[str] = str(QT_TRANSLATE_NOOP("View", "Customer"))
    icon_name: ClassVar[str] = "customer"

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(shell, parent)
        self.page = CustomerPanel(shell)
        self.empty = EmptyState()
        self.empty.tell(
            "customer",
            self.tr("No customer is open"),
            self.tr("Choose one in the worklist, or find one from anywhere with Ctrl+K."),
            [(self.tr("Go to the &Worklist"), lambda: shell.go("worklist"))],
        )
        self.deeds = CustomerDeeds(shell, self, lambda: self.page.customer_id, lambda: self.page)
        self.deeds.add_buttons(self.page)
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.page)
        whole = column(self)
        whole.setContentsMargins(theme.WIDE, theme.GAP + 4, theme.WIDE, theme.GAP)
        whole.addWidget(place)
        self.page.closed.connect(lambda: shell.go("worklist"))
        self.page.width_toggled.connect(self._beside_the_list)
        self.page.call_asked.connect(self.deeds.call)
        self.page.changed.connect(shell.refresh)
        self.page.timeline.opened.connect(self.deeds.show_entry)

    def open_for(self, customer_id: int, detail: str | None = None) -> None:
        """Turn to a customer."""
        del detail
        self._stack.setCurrentWidget(self.page)
        self.page.show_customer(customer_id)

    def refresh(self) -> None:
        """Read the page again."""
        self.page.reload()

    def focus_first(self) -> None:
        """Put the cursor into the timeline."""
        if self.page.customer_id is not None:
            self.page.timeline.setFocus()
        else:
            self.setFocus()

    def find_here(self) -> None:
        """Go to the box that chooses what the timeline shows."""
        self.page.timeline_box.setFocus()

    def commands(self) -> list[Command]:
        """Return what can be done with the customer."""
        return [
            *self.deeds.commands(),
            Command(
                "customer.beside",
                self.tr("Customer &Beside the List"),
                "F",
                self._beside_the_list,
                "view",
                self.tr("Go back to the worklist with the customer beside it"),
                "worklist",
            ),
        ]

    def context_menu(self, menu: QMenu) -> None:
        """Offer the deeds."""
        for command in self.deeds.commands():
            menu.addAction(command.title, command.run)

    def _beside_the_list(self) -> None:
        self.shell.go("worklist")
