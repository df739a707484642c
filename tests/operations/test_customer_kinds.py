"""The kind of many customers: out of a file, and set at once where no file says it."""

from __future__ import annotations

from pathlib import Path

import pytest

from collections_desk.domain.customers import CustomerKind
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import books, customers
from collections_desk.operations.customer_kinds import (
    set_unknown_kinds,
    take_kinds_back,
    unknown_kinds,
)
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.operations.contact_desk import add_customer
from tests.operations.test_books import bring_in, look, snapshot


def kinds(desk: Desk) -> dict[str, str]:
    return {str(row["name"]): str(row["kind"]) for row in snapshot(desk)["customer"].values()}


def written(folder: Path, name: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join(["Customer,Type,Phone", *rows]) + "\n", encoding="utf-8")
    return path


def test_an_import_fills_the_kind_where_it_is_not_known_and_can_be_undone(
    desk: Desk, tmp_path: Path
) -> None:
    first = written(tmp_path, "a.csv", "Alder,Reseller,(617) 555-0101", "Birch,Person,")
    bring_in(desk, first)
    assert kinds(desk) == {"Alder": "unknown", "Birch": "consumer"}

    second = written(tmp_path, "b.csv", "Alder,Business,", "Birch,Business,", "Cedar,Business,")
    _, difference = look(desk, second)
    told = {line.name: line.adds for line in difference.customers}
    assert told["Alder"] == ("kind of customer",)
    assert "Birch" not in told  # what is known stays
    report = bring_in(desk, second)
    assert kinds(desk) == {"Alder": "entity", "Birch": "consumer", "Cedar": "entity"}

    assert report.batch_id is not None
    books.undo_import(desk, report.batch_id, reason="The wrong list.")
    assert kinds(desk) == {"Alder": "unknown", "Birch": "consumer"}


def test_the_kind_of_all_others_is_said_once_and_taken_back_whole(desk: Desk) -> None:
    known = add_customer(desk)
    customers.edit_customer(desk, known, kind="consumer")
    others = [customers.add_new_customer(desk, f"Customer {number}") for number in range(3)]
    assert unknown_kinds(desk) == 3

    done = set_unknown_kinds(desk, CustomerKind.ENTITY, operation_id="once")
    again = set_unknown_kinds(desk, CustomerKind.ENTITY, operation_id="once")

    assert done == again
    assert list(done.customers) == others
    assert sorted(kinds(desk).values()) == ["consumer", "entity", "entity", "entity"]
    customers.edit_customer(desk, others[0], kind="natural_business")
    assert take_kinds_back(desk, done.customers, done.kind) == 2
    assert sorted(kinds(desk).values()) == ["consumer", "natural_business", "unknown", "unknown"]
    assert len(worklist(desk, everyone=True)) == 4


def test_without_a_kind_or_a_customer_nothing_is_written(desk: Desk) -> None:
    customers.add_new_customer(desk, "Alder")
    with pytest.raises(EntryRefusedError, match="No kind is chosen"):
        set_unknown_kinds(desk, CustomerKind.UNKNOWN)
    set_unknown_kinds(desk, CustomerKind.ENTITY)
    with pytest.raises(EntryRefusedError, match="no customer whose kind is not known"):
        set_unknown_kinds(desk, CustomerKind.CONSUMER)
    assert kinds(desk) == {"Alder": "entity"}
