"""Says once what kind all customers are whose kind is not known."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from collections_desk.desktop.counting import counted
from collections_desk.desktop.customer_words import kind_word
from collections_desk.desktop.dialogs.sheet import Sheet, tr
from collections_desk.desktop.labels import label
from collections_desk.domain.customers import CustomerKind
from collections_desk.operations.customer_kinds import (
    KindsSet,
    set_unknown_kinds,
    take_kinds_back,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from collections_desk.desktop.shell import Shell

_CHOICES = (CustomerKind.ENTITY, CustomerKind.NATURAL_BUSINESS, CustomerKind.CONSUMER)


class CustomerKindsDialog(Sheet):
    """One choice for all of them; those whose kind is known keep it."""

    def __init__(self, shell: Shell, count: int, parent: QWidget) -> None:
        """Offer the kinds.

        Args:
            shell: The window.
            count: How many customers there are whose kind is not known.
            parent: The widget that it belongs to.
        """
        remark = counted(
            count,
            "The kind of 1 customer is not known. Until it is, the rules for consumers count, "
            "which are the stricter ones.",
            "The kind of {n} customers is not known. Until it is, the rules for consumers "
            "count, which are the stricter ones.",
        )
        super().__init__(
            shell,
            tr("Kind of All Customers Not Known"),
            tr("&Set the Kind"),
            parent,
            remark=remark,
        )
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("Kind of customer"))
        self.kind.addItem(self.tr("Choose …"), None)
        for kind in _CHOICES:
            self.kind.addItem(kind_word(kind), kind.value)
        self.add_row(self.tr("They are all of the &kind"), self.kind, "kind")
        told = self.tr(
            "Where a few of them are of another kind, change these afterward, each with E. "
            "What is known already is not changed; Undo takes all of it back."
        )
        self.form.addRow("", label(told, "muted", wrap=True))
        self.kind.setFocus()

    def fault(self) -> str:
        """Ask for the kind."""
        if self.kind.currentData() is None:
            self.kind.setFocus()
            return self.tr("Choose what kind of customers they are.")
        return ""

    def perform(self) -> None:
        """Set the kind of all of them."""
        kind = CustomerKind(self.kind.currentData())
        self.write(partial(set_unknown_kinds, self.shell.desk, kind), self._done)

    def _done(self, done: KindsSet) -> None:
        said = counted(
            len(done.customers), "1 customer is set to {0}.", "{n} customers are set to {0}."
        )
        shell = self.shell

        def undo() -> None:
            shell.background.run(
                partial(take_kinds_back, shell.desk, done.customers, done.kind),
                done=lambda _count: shell.refresh(),
                failed=shell.fail,
            )

        shell.say(said.format(f'"{kind_word(done.kind)}"'), undo=undo)
