"""Settings of the business, one row a value, so that a new release adds without a migration."""

from __future__ import annotations

import dataclasses
from dataclasses import fields
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from collections_desk.domain.settings import Business, Settings, Signer
from collections_desk.store.tables import SettingRow, StoreInfoRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from collections_desk.store.database import Transaction


#: Kept apart from `Settings`: words are added one by one while the settings lie open elsewhere.
_WORDS = "dictionary"
#: Values that rest as text: rates as decimals, days as ISO dates.
_RATES = frozenset({"late_fee_annual_rate", "late_fee_once_rate"})
_DAYS = frozenset({"late_fee_agreed_on"})


def load_settings(session: Session) -> Settings:
    """Return the settings; what was never set has its default."""
    saved = {
        key: value["value"]
        for key, value in session.execute(select(SettingRow.key, SettingRow.value))
    }
    values = {
        each.name: _read(each.name, saved[each.name])
        for each in fields(Settings)
        if each.name in saved
    }
    return Settings(**values)


def save_settings(transaction: Transaction, settings: Settings) -> list[str]:
    """Save what differs, and return the names of the values that changed."""
    before = load_settings(transaction)
    changed = [
        each.name
        for each in fields(Settings)
        if getattr(settings, each.name) != getattr(before, each.name)
    ]
    for name in changed:
        statement = insert(SettingRow).values(
            key=name, value={"value": _plain(getattr(settings, name))}
        )
        transaction.execute(
            statement.on_conflict_do_update(
                index_elements=["key"], set_={"value": statement.excluded.value}
            )
        )
    return changed


def load_words(session: Session) -> tuple[str, ...]:
    """Return the words that the clerk added to the dictionary of the business."""
    saved = session.scalar(select(SettingRow.value).where(SettingRow.key == _WORDS))
    return tuple(saved["value"]) if saved else ()


def add_word(transaction: Transaction, word: str) -> None:
    """Add a word to the dictionary of the business; one that is in it already stays once."""
    words = sorted({*load_words(transaction), word})
    statement = insert(SettingRow).values(key=_WORDS, value={"value": words})
    transaction.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": statement.excluded.value}
        )
    )


def read_info(session: Session, key: str) -> str | None:
    """Return a fact about the store itself, "sample" for one."""
    return session.scalar(select(StoreInfoRow.value).where(StoreInfoRow.key == key))


def save_info(transaction: Transaction, key: str, value: str) -> None:
    """Save a fact about the store itself."""
    statement = insert(StoreInfoRow).values(key=key, value=value)
    transaction.execute(
        statement.on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )


def _plain(value: object) -> Any:  # noqa: ANN401 - what JSON can hold
    if isinstance(value, Business | Signer):
        return dataclasses.asdict(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _read(name: str, value: Any) -> Any:  # noqa: ANN401 - what JSON can hold
    if name == "business":
        known = {each.name for each in fields(Business)}
        parts: dict[str, Any] = {
            key: tuple(part) if isinstance(part, list) else part
            for key, part in value.items()
            if key in known
        }
        return Business(**parts)
    if name in {"lead_signer", "exec_signer"}:
        return Signer(**value)
    if name in {"earliest_contact", "latest_contact"}:
        return time.fromisoformat(value)
    if name in _RATES and value is not None:
        return Decimal(value)
    if name in _DAYS and value is not None:
        return date.fromisoformat(value)
    return value
