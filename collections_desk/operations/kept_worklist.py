"""The worklist kept between two looks: after an operation only its customer is done again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.ranking import order
from collections_desk.domain.ranking import worklist_line as line_of
from collections_desk.operations.resting import collector_resting
from collections_desk.operations.worklist import fact_question, rules_in, worklist
from collections_desk.store.audit_log import deeds_after
from collections_desk.store.settings import load_settings
from collections_desk.store.worklist import customer_facts

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.domain.worklist import WorklistLine
    from collections_desk.operations.desk import Desk
    from collections_desk.store.audit_log import Head
    from collections_desk.store.reading import Reading

#: Operations that change nothing that a line says.
NO_LINE = frozenset(
    {
        "brief.exported",
        "brief.read",
        "bundle.exported",
        "calls.exported",
        "dictionary.word_added",
        "document.copied",
        "keys.code",
        "keys.passphrase",
        "pack.exported",
        "records.verified",
        "recovery.confirmed",
    }
)
#: Operations that change the line of the customer named in their facts, and no other. What is
#: in neither list, an import for one, has everybody worked out again.
ONE_LINE = frozenset(
    {
        "address.fixed",
        "call.left",
        "call.logged",
        "category.decided",
        "contact_point.saved",
        "customer.closed",
        "customer.edited",
        "customer.reopened",
        "decision.made",
        "dispute.opened",
        "document.attached",
        "email.begun",
        "flag.set",
        "guard.stopped",
        "hold.set",
        "letter.drafted",
        "note.added",
        "payment.recorded",
        "person.saved",
        "plan.offered",
        "promise.taken",
        "step.done",
        "step.skipped",
    }
)
#: More customers than this are not worked out one by one.
MOST_ONE_BY_ONE = 20


class KeptWorklist:
    """Gives the worklist of a desk; for one thread at a time.

    The audit log tells what was done since the last look: no operation goes without a line.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._lines: list[WorklistLine] = []
        self._seen: tuple[Head, date, bool] | None = None

    def lines(self, day: date, *, everyone: bool = False) -> list[WorklistLine]:
        """Return what `worklist` returns. The very same list means that nothing has changed."""
        head = self._desk.database.head
        with self._desk.database.read() as session:
            settings = load_settings(session)
            touched = self._touched(session, head, day, everyone=everyone)
            if touched:
                rules = rules_in(session, self._desk, settings, day)
                new = {line.customer_id: line for line in self._lines}
                for customer_id in touched:
                    new.pop(customer_id, None)
                    question = fact_question(
                        self._desk, settings, day, customer_id=customer_id, everyone=everyone
                    )
                    for facts in customer_facts(session, replace(question, listed=True)):
                        new[customer_id] = line_of(facts, rules, day)
                with collector_resting():
                    self._lines = order(list(new.values()))
        if touched is None:
            self._lines = worklist(self._desk, today=day, everyone=everyone)
        self._seen = head, day, everyone
        return self._lines

    def _touched(
        self, session: Reading, head: Head, day: date, *, everyone: bool
    ) -> set[int] | None:
        """Return whose lines are to be worked out again; None for everybody."""
        if self._seen is None or self._seen[1:] != (day, everyone):
            return None
        before = self._seen[0]
        if head == before:
            return set()
        found = set()
        for kind, facts in deeds_after(session, before.count):
            customer_id = facts.get("customer_id")
            if kind in ONE_LINE and isinstance(customer_id, int):
                found.add(customer_id)
            elif kind not in NO_LINE:
                return None
        return found if head.count > before.count and len(found) <= MOST_ONE_BY_ONE else None
