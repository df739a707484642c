"""What each customer owes, disputes, and was just asked for: the sums behind the worklist."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.aging import BUCKET_ENDS, Aging
from collections_desk.domain.disputes import (
    DECIDED_STATES,
    OPEN_STATES,
    UNHEARD_STATES,
    UPHELD_STATES,
)
from collections_desk.domain.money import Money
from collections_desk.domain.to_be_collected import DEMANDS, SENT

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet
    from datetime import date

    from collections_desk.store.worklist_questions import Asker

_BALANCES = """
    SELECT customer_id, currency,
        SUM(CASE WHEN due_on IS NULL OR due_on >= :today THEN open_minor ELSE 0 END),
        SUM(CASE WHEN due_on < :today AND due_on >= :d30 THEN open_minor ELSE 0 END),
        SUM(CASE WHEN due_on < :d30 AND due_on >= :d60 THEN open_minor ELSE 0 END),
        SUM(CASE WHEN due_on < :d60 AND due_on >= :d90 THEN open_minor ELSE 0 END),
        SUM(CASE WHEN due_on < :d90 AND due_on >= :d120 THEN open_minor ELSE 0 END),
        SUM(CASE WHEN due_on < :d120 THEN open_minor ELSE 0 END),
        MIN(CASE WHEN open_minor > 0 THEN due_on END),
        SUM(open_minor > 0),
        MIN(as_of),
        SUM(CASE WHEN open_minor < 0 AND (due_on IS NULL OR due_on >= :today)
            THEN open_minor ELSE 0 END)
    FROM invoice i
    WHERE status = 'open' AND open_minor <> 0 {one_i}
    GROUP BY customer_id, currency
    ORDER BY customer_id, currency
"""


@dataclass(slots=True)
class Balances:
    """What is open, by customer number.

    Attributes:
        agings: By bucket, one for each currency.
        oldest: Due date of the oldest open invoice; None where none has one.
        counts: How many items have a positive open balance.
        as_of: The oldest date of which an open balance is; None where none has one.
        vanished: How many items were missing from the last file.
        credits: Credits and unapplied payments in no bucket past due, by currency, negative.
    """

    agings: dict[int, tuple[Aging, ...]]
    oldest: dict[int, date | None]
    counts: dict[int, int]
    as_of: dict[int, date | None]
    vanished: dict[int, int]
    credits: dict[int, tuple[Money, ...]]


def balances(ask: Asker) -> Balances:
    """Return what each customer owes."""
    ends = {f"d{end}": ask.ago(end) for end in BUCKET_ENDS[1:]}
    found = Balances({}, {}, {}, {}, {}, {})
    days = ask.days
    for row in ask.rows(_BALANCES, **ends):
        customer, currency = row[0], row[1]
        aging = Aging(currency, row[2:8])
        due, seen = days[row[8]], days[row[10]]
        if row[11]:
            credit = Money(row[11], currency)
            found.credits[customer] = (*found.credits.get(customer, ()), credit)
        if customer not in found.agings:
            found.agings[customer] = (aging,)
            found.oldest[customer], found.counts[customer] = due, row[9]
            found.as_of[customer] = seen
            continue
        found.agings[customer] += (aging,)
        found.counts[customer] += row[9]
        found.oldest[customer] = _earlier(found.oldest[customer], due)
        found.as_of[customer] = _earlier(found.as_of[customer], seen)
    found.vanished.update(
        ask.rows(
            "SELECT customer_id, COUNT(*) FROM invoice i WHERE status = 'vanished' {one_i} "
            "GROUP BY customer_id"
        )
    )
    return found


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


#: What of each invoice is not asked for because of disputes, as `disputes.not_asked_for` says;
#: never more than is open. CROSS JOIN makes SQLite begin with the few disputes, not with the
#: many invoices.
_IN_DISPUTE = """
    SELECT i.customer_id, i.id, i.currency, i.due_on, i.open_minor,
        MIN(SUM(CASE WHEN d.state IN ({open}) THEN d.amount_minor ELSE 0 END), i.open_minor)
            AS disputed,
        MIN(SUM(CASE WHEN d.state IN ({open}) THEN 0
            ELSE d.amount_minor - COALESCE(d.upheld_minor, d.amount_minor) END),
            MAX(i.open_minor - SUM(CASE WHEN d.state IN ({open}) THEN d.amount_minor ELSE 0 END),
                0)) AS conceded,
        MIN(CASE WHEN d.state IN ({open}) THEN d.received_on END) AS received,
        MIN(CASE WHEN d.state IN ({unheard}) AND d.acknowledged_on IS NULL
            THEN d.received_on END) AS unheard
    FROM dispute d CROSS JOIN invoice i ON i.id = d.invoice_id
    WHERE i.status = 'open' AND i.open_minor > 0 {{one_d}} AND (d.state IN ({open})
        OR (d.state IN ('decided_partial', 'decided_for_customer') AND i.as_of <= d.decided_on
            AND NOT EXISTS (SELECT 1 FROM ledger_entry e
                WHERE e.invoice_id = i.id AND e.kind = 'credit' AND e.source = 'hand'
                AND e.reference = 'Dispute ' || d.id
                AND e.id NOT IN (SELECT reverses_id FROM ledger_entry
                    WHERE reverses_id IS NOT NULL))))
    GROUP BY i.id
""".format(  # noqa: S608 - our own words
    open=", ".join(f"'{state}'" for state in sorted(OPEN_STATES)),
    unheard=", ".join(f"'{state}'" for state in sorted(UNHEARD_STATES)),
)
#: Invoices that are on hold themselves, once each.
_ON_HOLD = """
    SELECT DISTINCT i.customer_id, i.id, i.currency, i.due_on, i.open_minor
    FROM hold h CROSS JOIN invoice i
        ON i.id = CAST(h.scope_ref AS INTEGER) AND i.customer_id = h.customer_id
    WHERE h.scope = 'invoice' AND h.flag = '' AND h.begins_on <= :today
        AND (h.lifted_on IS NULL OR h.lifted_on > :today)
        AND i.status = 'open' AND i.open_minor > 0 {one_h}
"""
#: What of each invoice is not chased: its disputed part, or all of it where it is on hold.
_ASIDE = f"""
    SELECT id, customer_id, MAX(off) AS off FROM (
        SELECT id, customer_id, disputed + conceded AS off FROM ({_IN_DISPUTE})
        UNION ALL SELECT id, customer_id, open_minor FROM ({_ON_HOLD})
    ) GROUP BY id
"""  # noqa: S608 - no value is put into the text
#: The same, for what is asked beside the sums.
ASIDE = _ASIDE


@dataclass(slots=True)
class Disputed:
    """What is in dispute or on hold, by customer number.

    Attributes:
        sums: Overdue and in open dispute, by currency.
        conceded: Overdue, decided for the customer and not credited yet, by currency.
        on_hold: Overdue on invoices that are on hold themselves and not disputed, by currency.
        received: Receipt of the oldest open dispute.
        unheard: Receipt of the oldest open dispute that is not acknowledged.
        unanswered: Day of the oldest decision whose answer (L09) has not gone out.
        decided: Day of the newest answer that upheld our charge, wholly or in part; of the
            decision where no letter answered it.
        oldest: For each customer with an open dispute or an invoice on hold: due date of the
            oldest invoice of which something may be chased, or None.
    """

    sums: dict[int, tuple[Money, ...]]
    conceded: dict[int, tuple[Money, ...]]
    on_hold: dict[int, tuple[Money, ...]]
    received: dict[int, date | None]
    unheard: dict[int, date | None]
    unanswered: dict[int, date | None]
    decided: dict[int, date | None]
    oldest: dict[int, date | None]


#: The day of the letter that answered a dispute and went out; NULL where none did.
_ANSWERED = """(
    SELECT MAX(e.dated_on) FROM dispute_event e CROSS JOIN letter l ON l.id = e.letter_id
    WHERE e.dispute_id = d.id AND l.type = 'L09' AND l.state IN ({sent}))
""".format(sent=", ".join(f"'{state}'" for state in SENT))  # noqa: S608 - our own words


def disputes(ask: Asker) -> Disputed:
    """Return what each customer disputes, and what is on hold."""
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    given: dict[int, dict[str, int]] = defaultdict(dict)
    held: dict[int, dict[str, int]] = defaultdict(dict)
    received: dict[int, date | None] = {}
    unheard: dict[int, date | None] = {}
    contested: dict[int, int] = {}
    aside: set[int] = set()
    days, today = ask.days, ask.question.today.isoformat()
    for row in ask.rows(_IN_DISPUTE):
        customer, invoice, currency, due_on, _, disputed, conceded, got, waits = row
        if got is not None:
            received[customer] = _earlier(received.get(customer), days[got])
        if waits is not None:
            unheard[customer] = _earlier(unheard.get(customer), days[waits])
        aside.add(customer)
        contested[invoice] = disputed + conceded
        if due_on is not None and due_on < today:
            sums[customer][currency] = sums[customer].get(currency, 0) + disputed
            given[customer][currency] = given[customer].get(currency, 0) + conceded
    for customer, invoice, currency, due_on, open_minor in ask.rows(_ON_HOLD):
        aside.add(customer)
        if due_on is not None and due_on < today:
            rest = open_minor - contested.get(invoice, 0)
            held[customer][currency] = held[customer].get(currency, 0) + rest
    upheld = ", ".join(f"'{state}'" for state in sorted(UPHELD_STATES))
    decided = ask.rows(
        f"SELECT d.customer_id, MAX(COALESCE({_ANSWERED}, d.decided_on)) FROM dispute d "  # noqa: S608 - our own words
        "CROSS JOIN invoice i ON i.id = d.invoice_id "
        f"WHERE d.state IN ({upheld}) AND d.decided_on IS NOT NULL AND i.status = 'open' "
        "AND i.open_minor > 0 {one_d} GROUP BY d.customer_id"
    )
    on = {customer: days[day] for customer, day in decided}
    oldest = _oldest(ask, aside)
    decisions = ", ".join(f"'{state}'" for state in sorted(DECIDED_STATES))
    waiting = ask.rows(
        "SELECT d.customer_id, MIN(d.decided_on) FROM dispute d "  # noqa: S608 - our own words
        f"WHERE d.state IN ({decisions}) AND {_ANSWERED} IS NULL {{one_d}} GROUP BY d.customer_id"
    )
    unanswered = {customer: days[day] for customer, day in waiting}
    return Disputed(
        _monies(sums),
        _monies(given),
        _monies(held),
        received,
        unheard,
        unanswered,
        on,
        oldest,
    )


def _oldest(ask: Asker, customers: AbstractSet[int]) -> dict[int, date | None]:
    """Return the due date of the oldest invoice of which something may be chased."""
    oldest: dict[int, date | None] = dict.fromkeys(customers)
    if customers:
        chased = ask.rows(
            f"WITH aside AS ({_ASIDE}) "  # noqa: S608 - no value is put into the text
            "SELECT i.customer_id, MIN(i.due_on) FROM invoice i "
            "LEFT JOIN aside ON aside.id = i.id "
            "WHERE i.status = 'open' AND i.open_minor > COALESCE(aside.off, 0) "
            "AND i.customer_id IN (SELECT customer_id FROM aside) GROUP BY i.customer_id"
        )
        oldest.update({customer: ask.days[due] for customer, due in chased})
    return oldest


def _monies(sums: Mapping[int, Mapping[str, int]]) -> dict[int, tuple[Money, ...]]:
    return {
        customer: tuple(Money(minor, code) for code, minor in sorted(by_code.items()) if minor)
        for customer, by_code in sums.items()
    }


def demanded(ask: Asker) -> dict[int, tuple[Money, ...]]:
    """Return what letters sent just now demand: what was due on the day of the letter."""
    types = ", ".join(f"'{kind}'" for kind in DEMANDS)
    states = ", ".join(f"'{state}'" for state in SENT)
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ask.rows(
        f"WITH aside AS ({_ASIDE}), sent AS ("  # noqa: S608 - our own words
        "SELECT customer_id, MAX(letter_date) AS written FROM letter l "
        f"WHERE type IN ({types}) AND state IN ({states}) AND letter_date >= :since "
        "{one_l} GROUP BY customer_id) "
        "SELECT i.customer_id, i.currency, SUM(i.open_minor - COALESCE(aside.off, 0)) "
        "FROM sent CROSS JOIN invoice i ON i.customer_id = sent.customer_id "
        "LEFT JOIN aside ON aside.id = i.id "
        "WHERE i.status = 'open' AND i.due_on < sent.written AND i.due_on < :today "
        "GROUP BY i.customer_id, i.currency",
        since=ask.ago(ask.question.demand_days),
    )
    for customer, currency, minor in rows:
        if minor > 0:
            sums[customer][currency] = minor
    return _monies(sums)
