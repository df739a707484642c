"""The facts behind the worklist, asked for all customers at once.

Plain SQL, because it touches everything: one question for each kind of fact, put together by
customer number. The same questions serve one customer after an operation.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from collections_desk.domain.aging import BUCKET_ENDS, Aging
from collections_desk.domain.customers import Category
from collections_desk.domain.disputes import OPEN_STATES, UPHELD_STATES
from collections_desk.domain.holds import Hold
from collections_desk.domain.money import Money
from collections_desk.domain.promises import Payment, Promise, promise_standings
from collections_desk.domain.worklist import CustomerFacts, TakenStep

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

    from collections_desk.domain.promises import PromiseStanding

Rows = list[tuple[Any, ...]]
#: Promises that fell due longer ago than this change nothing any more.
PROMISE_DAYS = 60
#: A payment longer ago than this neither pauses a plan nor asks for thanks.
PAYMENT_DAYS = 60
#: Letters that demand money; what they demand is not counted as still to be collected.
DEMANDS = ("L02", "L03", "L04", "L07", "L11", "L12", "L13")
SENT = ("printed", "posted", "delivered", "refused", "unclaimed")


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """What the facts are asked for.

    Attributes:
        today: The creditor's local date.
        zone: The creditor's time zone.
        customer_id: One customer, or None for all.
        everyone: Also customers who owe nothing and of whom nothing is to be done.
        grace_business_days: For promises.
        demand_days: How long a letter counts as just sent.
        conversations: Outcome codes that are a conversation.
    """

    today: date
    zone: ZoneInfo
    customer_id: int | None = None
    everyone: bool = False
    grace_business_days: int = 1
    demand_days: int = 10
    conversations: frozenset[str] = frozenset()
    closed: frozenset[date] = frozenset()


class _Days(dict[str | None, date | None]):
    """Dates by their ISO text; few differ, so each is read once."""

    def __missing__(self, text: str | None) -> date | None:
        day = None if text is None else date.fromisoformat(text)
        self[text] = day
        return day


class _Asker:
    """Puts the questions, for all customers or for one."""

    def __init__(self, session: Session, question: FactQuestion) -> None:
        self.question = question
        self.days = _Days()
        self._cursor = session.connection().connection.cursor()

    def rows(self, sql: str, **values: object) -> Rows:
        """Return the rows; `{one}` in the SQL becomes the filter for one customer."""
        only = self.question.customer_id
        one = "" if only is None else "AND {}customer_id = :customer"
        for alias in ("a", "c", "d", "h", "i", "l", "p", "s"):
            sql = sql.replace(f"{{one_{alias}}}", one.format(f"{alias}."))
        sql = sql.replace("{one_id}", "" if only is None else "AND id = :customer")
        values["today"] = self.question.today.isoformat()
        values["customer"] = only
        self._cursor.execute(sql, values)
        return list(self._cursor.fetchall())

    def ago(self, days: int) -> str:
        """Return the ISO date so many days before today."""
        return (self.question.today - timedelta(days=days)).isoformat()


def customer_facts(session: Session, question: FactQuestion) -> list[CustomerFacts]:
    """Return what is known of every customer who owes, or of whom something is to be done."""
    ask = _Asker(session, question)
    agings, oldest, counts, as_of, vanished = _balances(ask)
    disputed, received, decided = _disputes(ask, oldest)
    demanded = _demanded(ask)
    standings, talks = _promises(ask)
    holds = _holds(ask)
    steps = _steps(ask)
    payments = _last_payments(ask)
    contacts = _contacts(ask)
    phones = _phones(ask)
    repeats = _repeats(ask)
    categories = {category.value: category for category in Category}
    wanted = (
        None
        if question.everyone or question.customer_id is not None
        else (agings.keys() | vanished.keys() | {one for one in payments if one in steps})
    )
    none: tuple[Any, ...] = ()
    found = []
    for customer_id, name, reference, category, zone, end_state in ask.rows(_CUSTOMERS):
        if wanted is not None and customer_id not in wanted:
            continue
        contact = contacts.get(customer_id, _NO_CONTACT)
        promises = standings.get(customer_id, none)
        found.append(
            CustomerFacts(
                customer_id,
                name,
                reference,
                categories[category],
                agings.get(customer_id, none),
                oldest.get(customer_id),
                counts.get(customer_id, 0),
                phones.get(customer_id),
                zone,
                end_state,
                disputed.get(customer_id, none),
                demanded.get(customer_id, none),
                promises,
                received.get(customer_id),
                decided.get(customer_id),
                holds.get(customer_id, none),
                steps.get(customer_id, none),
                contact[0],
                contact[1],
                contact[0].astimezone(question.zone).date() if promises and contact[0] else None,
                talks.get(customer_id),
                contact[2],
                contact[3],
                payments.get(customer_id),
                repeats.get(customer_id, 0),
                as_of.get(customer_id),
                vanished.get(customer_id, 0),
            )
        )
    return found


_CUSTOMERS = """
    SELECT id, name, reference, category, time_zone, end_state FROM customer c
    WHERE merged_into_id IS NULL {one_id}
"""

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
        MIN(as_of)
    FROM invoice i
    WHERE status = 'open' AND open_minor <> 0 {one_i}
    GROUP BY customer_id, currency
    ORDER BY customer_id, currency
"""


def _balances(
    ask: _Asker,
) -> tuple[
    dict[int, tuple[Aging, ...]],
    dict[int, date | None],
    dict[int, int],
    dict[int, date | None],
    dict[int, int],
]:
    ends = {f"d{end}": ask.ago(end) for end in BUCKET_ENDS[1:]}
    agings: dict[int, tuple[Aging, ...]] = {}
    oldest: dict[int, date | None] = {}
    counts: dict[int, int] = {}
    as_of: dict[int, date | None] = {}
    days = ask.days
    for row in ask.rows(_BALANCES, **ends):
        customer, currency = row[0], row[1]
        aging = Aging(currency, row[2:8])
        due, seen = days[row[8]], days[row[10]]
        if customer not in agings:
            agings[customer] = (aging,)
            oldest[customer], counts[customer], as_of[customer] = due, row[9], seen
            continue
        agings[customer] += (aging,)
        counts[customer] += row[9]
        oldest[customer] = _earlier(oldest[customer], due)
        as_of[customer] = _earlier(as_of[customer], seen)
    vanished = ask.rows(
        "SELECT customer_id, COUNT(*) FROM invoice i WHERE status = 'vanished' {one_i} "
        "GROUP BY customer_id"
    )
    return agings, oldest, counts, as_of, dict(vanished)


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


#: What of each invoice is in an open dispute; never more than is open. CROSS JOIN makes SQLite
#: begin with the few disputes, not with the many invoices.
_IN_DISPUTE = """
    SELECT i.customer_id, i.id, i.currency, i.due_on, i.open_minor,
        MIN(SUM(d.amount_minor), i.open_minor) AS disputed, MIN(d.received_on) AS received
    FROM dispute d CROSS JOIN invoice i ON i.id = d.invoice_id
    WHERE d.state IN ({open}) AND i.status = 'open' AND i.open_minor > 0 {{one_d}}
    GROUP BY i.id
""".format(open=", ".join(f"'{state}'" for state in sorted(OPEN_STATES)))  # noqa: S608 - our own words


def _disputes(
    ask: _Asker, oldest: dict[int, date | None]
) -> tuple[dict[int, tuple[Money, ...]], dict[int, date | None], dict[int, date | None]]:
    """Return disputed overdue sums, receipts and decisions; correct `oldest` on the way."""
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    received: dict[int, date | None] = {}
    days = ask.days
    for customer, _, currency, due_on, _, disputed, got in ask.rows(_IN_DISPUTE):
        received[customer] = _earlier(received.get(customer), days[got])
        if due_on is not None and due_on < ask.question.today.isoformat():
            sums[customer][currency] = sums[customer].get(currency, 0) + disputed
    if received:
        oldest.update(dict.fromkeys(received))
        undisputed = ask.rows(
            f"WITH disputed AS ({_IN_DISPUTE}) "  # noqa: S608 - no value is put into the text
            "SELECT i.customer_id, MIN(i.due_on) FROM invoice i "
            "LEFT JOIN disputed ON disputed.id = i.id "
            "WHERE i.status = 'open' AND i.open_minor > COALESCE(disputed.disputed, 0) "
            "AND i.customer_id IN (SELECT customer_id FROM disputed) GROUP BY i.customer_id"
        )
        oldest.update({customer: days[due] for customer, due in undisputed})
    upheld = ", ".join(f"'{state}'" for state in sorted(UPHELD_STATES))
    decided = ask.rows(
        "SELECT d.customer_id, MAX(d.decided_on) FROM dispute d "  # noqa: S608 - our own words
        "CROSS JOIN invoice i ON i.id = d.invoice_id "
        f"WHERE d.state IN ({upheld}) AND d.decided_on IS NOT NULL AND i.status = 'open' "
        "AND i.open_minor > 0 {one_d} GROUP BY d.customer_id"
    )
    return _monies(sums), received, {customer: days[day] for customer, day in decided}


def _monies(sums: Mapping[int, Mapping[str, int]]) -> dict[int, tuple[Money, ...]]:
    return {
        customer: tuple(Money(minor, code) for code, minor in sorted(by_code.items()) if minor)
        for customer, by_code in sums.items()
    }


def _demanded(ask: _Asker) -> dict[int, tuple[Money, ...]]:
    """Return what letters sent just now demand: what was due on the day of the letter."""
    types = ", ".join(f"'{kind}'" for kind in DEMANDS)
    states = ", ".join(f"'{state}'" for state in SENT)
    sums: dict[int, dict[str, int]] = defaultdict(dict)
    rows = ask.rows(
        f"WITH disputed AS ({_IN_DISPUTE}), sent AS ("  # noqa: S608 - our own words
        "SELECT customer_id, MAX(letter_date) AS written FROM letter l "
        f"WHERE type IN ({types}) AND state IN ({states}) AND letter_date >= :since "
        "{one_l} GROUP BY customer_id) "
        "SELECT i.customer_id, i.currency, SUM(i.open_minor - COALESCE(disputed.disputed, 0)) "
        "FROM sent CROSS JOIN invoice i ON i.customer_id = sent.customer_id "
        "LEFT JOIN disputed ON disputed.id = i.id "
        "WHERE i.status = 'open' AND i.due_on < sent.written AND i.due_on < :today "
        "GROUP BY i.customer_id, i.currency",
        since=ask.ago(ask.question.demand_days),
    )
    for customer, currency, minor in rows:
        if minor > 0:
            sums[customer][currency] = minor
    return _monies(sums)


def _promises(
    ask: _Asker,
) -> tuple[dict[int, tuple[PromiseStanding, ...]], dict[int, date]]:
    """Return the promises that still matter, and when each such customer was last talked to."""
    days = ask.days
    since = ask.ago(PROMISE_DAYS)
    by_customer: dict[int, list[Promise]] = defaultdict(list)
    first = ask.question.today
    for ident, customer, currency, minor, taken, due in ask.rows(
        "SELECT id, customer_id, currency, amount_minor, taken_on, due_on FROM promise p "
        "WHERE ended IS NULL AND due_on >= :since {one_p}",
        since=since,
    ):
        taken_on, due_on = days[taken], days[due]
        if taken_on is None or due_on is None:
            continue
        first = min(first, taken_on)
        by_customer[customer].append(
            Promise(ident, customer, Money(minor, currency), taken_on, due_on)
        )
    if not by_customer:
        return {}, {}
    payments = _payments(ask, first)
    question = ask.question
    standings = {
        customer: tuple(
            promise_standings(
                promises,
                payments.get(customer, ()),
                today=question.today,
                grace_business_days=question.grace_business_days,
                closed=question.closed,
            )
        )
        for customer, promises in by_customer.items()
    }
    return standings, _talks(ask, by_customer)


def _payments(ask: _Asker, first: date) -> dict[int, list[Payment]]:
    payments: dict[int, list[Payment]] = defaultdict(list)
    for customer, currency, minor, dated in ask.rows(
        "SELECT p.customer_id, p.currency, p.amount_minor, p.dated_on FROM ledger_entry p "
        "WHERE p.kind = 'payment' AND p.dated_on >= :first {one_p} "
        "AND p.customer_id IN (SELECT customer_id FROM promise "
        "WHERE ended IS NULL AND due_on >= :since) "
        "AND p.id NOT IN (SELECT reverses_id FROM ledger_entry WHERE reverses_id IS NOT NULL)",
        first=first.isoformat(),
        since=ask.ago(PROMISE_DAYS),
    ):
        day = ask.days[dated]
        if day is not None:
            payments[customer].append(Payment(Money(-minor, currency), day))
    return payments


def _talks(ask: _Asker, customers: Collection[int]) -> dict[int, date]:
    codes = ", ".join(f"'{code}'" for code in sorted(ask.question.conversations))
    rows = ask.rows(
        "SELECT a.customer_id, MAX(a.happened_at) FROM activity a "  # noqa: S608 - codes of ours
        f"WHERE a.outcome IN ({codes}) {{one_a}} "
        "AND a.customer_id IN (SELECT customer_id FROM promise WHERE ended IS NULL "
        f"AND due_on >= :since) AND a.id NOT IN ({_SUPERSEDED}) GROUP BY a.customer_id",
        since=ask.ago(PROMISE_DAYS),
    )
    return {
        customer: datetime.fromisoformat(at).astimezone(ask.question.zone).date()
        for customer, at in rows
        if customer in customers
    }


def _holds(ask: _Asker) -> dict[int, tuple[Hold, ...]]:
    days = ask.days
    found: dict[int, list[Hold]] = defaultdict(list)
    for ident, customer, reason, begins, scope, ref, flag, review in ask.rows(
        "SELECT id, customer_id, reason, begins_on, scope, scope_ref, flag, review_on "
        "FROM hold h WHERE (lifted_on IS NULL OR lifted_on > :today) AND begins_on <= :today "
        "{one_h} ORDER BY flag = '', begins_on, id"
    ):
        begins_on = days[begins]
        if begins_on is not None:
            hold = Hold(
                ident, customer, reason, begins_on, scope, ref, flag, review_on=days[review]
            )
            found[customer].append(hold)
    return {customer: tuple(holds) for customer, holds in found.items()}


#: Entries that were corrected or withdrawn bring nothing about any more.
_SUPERSEDED = (
    "SELECT corrects_id FROM activity WHERE corrects_id IS NOT NULL "
    "UNION ALL SELECT withdraws_id FROM activity WHERE withdraws_id IS NOT NULL"
)


def _steps(ask: _Asker) -> dict[int, tuple[TakenStep, ...]]:
    days = ask.days
    found: dict[int, list[TakenStep]] = defaultdict(list)
    for customer, plan, step, anchor, done in ask.rows(
        "SELECT customer_id, plan, step, anchor_on, done_on FROM contact_step s "  # noqa: S608
        "WHERE (activity_id IS NULL "
        f"OR activity_id NOT IN ({_SUPERSEDED})) {{one_s}} ORDER BY id"
    ):
        anchor_on, done_on = days[anchor], days[done]
        if anchor_on is not None and done_on is not None:
            found[customer].append(TakenStep(plan, step, anchor_on, done_on))
    return {customer: tuple(steps) for customer, steps in found.items()}


def _last_payments(ask: _Asker) -> dict[int, date | None]:
    rows = ask.rows(
        "SELECT customer_id, MAX(dated_on) FROM ledger_entry p WHERE kind = 'payment' "
        "AND dated_on >= :since {one_p} GROUP BY customer_id",
        since=ask.ago(PAYMENT_DAYS),
    )
    return {customer: ask.days[day] for customer, day in rows}


_Contact = tuple[datetime | None, str | None, str | None, date | None]
_NO_CONTACT: _Contact = (None, None, None, None)


def _contacts(ask: _Asker) -> dict[int, _Contact]:
    """Return the last contact of each customer: when, outcome, and what it left to do."""
    days = ask.days
    rows = ask.rows(
        "SELECT customer_id, MAX(happened_at), outcome, next_action, next_on "  # noqa: S608
        "FROM activity a WHERE (kind IN ('call', 'letter', 'email', 'text', 'visit') "
        "OR next_on IS NOT NULL) AND withdraws_id IS NULL "
        f"AND id NOT IN ({_SUPERSEDED}) {{one_a}} GROUP BY customer_id"
    )
    return {
        customer: (datetime.fromisoformat(at), outcome, text, days[on])
        for customer, at, outcome, text, on in rows
    }


def _phones(ask: _Asker) -> dict[int, str]:
    rows = ask.rows(
        "SELECT customer_id, value FROM contact_point c "
        "WHERE kind IN ('phone', 'mobile') AND state = 'ok' {one_c} ORDER BY is_primary, id DESC"
    )
    return dict(rows)


def _repeats(ask: _Asker) -> dict[int, int]:
    """Return in how many earlier delinquencies each customer was worked on.

    One for each due date from which steps were counted that are no longer open.
    """
    rows: Iterable[tuple[Any, ...]] = ask.rows(
        "SELECT s.customer_id, COUNT(DISTINCT s.anchor_on) FROM contact_step s "
        "WHERE s.plan IN ('A', 'B', 'D') {one_s} AND NOT EXISTS ("
        "SELECT 1 FROM invoice i WHERE i.customer_id = s.customer_id AND i.status = 'open' "
        "AND i.open_minor > 0 AND i.due_on <= s.anchor_on) GROUP BY s.customer_id"
    )
    return dict(rows)
