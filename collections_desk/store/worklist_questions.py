"""How the facts behind the worklist are asked for: of all customers, or of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlcipher

from collections_desk.store.faults import translate

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy.orm import Session

Rows = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class FactQuestion:
    """What the facts are asked for.

    Attributes:
        today: The creditor's local date.
        zone: The creditor's time zone.
        customer_id: One customer, or None for all.
        everyone: Also customers who owe nothing and of whom nothing is to be done.
        listed: The one customer too only if something is owed or to be done.
        grace_business_days: For promises.
        demand_days: How long a letter counts as just sent.
        conversations: Outcome codes that are a conversation.
        closed: The days on which the creditor does not work.
        back_to: The day from which on nothing may be left out for being too long ago; today
            if None. The wake-up brief looks back over the days of a shut laptop.
    """

    today: date
    zone: ZoneInfo
    customer_id: int | None = None
    everyone: bool = False
    grace_business_days: int = 1
    demand_days: int = 10
    conversations: frozenset[str] = frozenset()
    closed: frozenset[date] = frozenset()
    back_to: date | None = None
    listed: bool = False


class _Days(dict[str | None, date | None]):
    """Dates by their ISO text; few differ, so each is read once."""

    def __missing__(self, text: str | None) -> date | None:
        day = None if text is None else date.fromisoformat(text)
        self[text] = day
        return day


class Asker:
    """Puts the questions, for all customers or for one."""

    def __init__(self, session: Session, question: FactQuestion) -> None:
        self.session = session
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
        try:
            self._cursor.execute(sql, values)
            return list(self._cursor.fetchall())
        except sqlcipher.Error as error:  # these rows do not pass through SQLAlchemy
            self._cursor.close()  # an open one would keep the file open
            said = translate(error)
            if said is None:
                raise
            raise said from error

    def since(self, days: int) -> date:
        """Return the day so many days before today, or before the day it looks back to."""
        return (self.question.back_to or self.question.today) - timedelta(days=days)

    def ago(self, days: int) -> str:
        """Return the ISO date so many days before today."""
        return (self.question.today - timedelta(days=days)).isoformat()
