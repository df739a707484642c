"""The name by which operations speak of an open session: only the store knows SQLAlchemy."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy.orm import Session

#: A session of `Database.read`, or the transaction of `Database.write`, for reading.
Reading: TypeAlias = Session
