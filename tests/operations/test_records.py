"""Handing out the call log: what is in it, and that it is on record."""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from collections_desk.domain.call_log import CallLogFilter
from collections_desk.domain.progress import Cancelled
from collections_desk.errors import ExportRefusedError
from collections_desk.operations.desk import Desk
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.records import (
    count_call_log,
    export_call_log,
    export_history,
)
from collections_desk.operations.rules import guard_events_of
from collections_desk.store.audit_log import events

ALL = CallLogFilter()


def rows_of(path: Path) -> list[dict[str, str]]:
    text = path.read_text(encoding="utf-8-sig")
    return list(csv.DictReader(StringIO(text[text.index("entry_id,") :], newline="")))


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_columns_are_those_of_the_practice(sample_desk: Desk, tmp_path: Path) -> None:
    export_call_log(sample_desk, ALL, "csv", tmp_path / "calls.csv")

    wanted = [
        "entry_id",
        "account_ref",
        "local_datetime",
        "utc_datetime",
        "zone",
        "direction",
        "number_last4",
        "reached",
        "rpc",
        "outcome",
        "reason",
        "dispute",
        "promise_amount",
        "promise_date",
        "next_action",
        "next_date",
        "recording_ref",
        "consent",
        "clerk",
        "guards",
    ]
    rows = rows_of(tmp_path / "calls.csv")
    assert list(rows[0])[: len(wanted)] == wanted
    assert "note" not in rows[0]
    assert all(re.fullmatch("x[0-9]{4}", one["number_last4"]) for one in rows)


def test_numbers_and_notes_only_when_asked_for(sample_desk: Desk, tmp_path: Path) -> None:
    export_call_log(
        sample_desk,
        ALL,
        "csv",
        tmp_path / "calls.csv",
        full_numbers=True,
        notes=True,
        reasons={"G-KEEP-03": "Asked for in a test."},
    )

    rows = rows_of(tmp_path / "calls.csv")
    assert any("555-01" in one["number_last4"] for one in rows)
    assert all(one["customer_name"] for one in rows)
    assert any(one["note"] for one in rows)
    assert export_history(sample_desk)[0].redacted is False


def test_promises_carry_exact_amount_and_currency(sample_desk: Desk, tmp_path: Path) -> None:
    export_call_log(sample_desk, ALL, "csv", tmp_path / "calls.csv")

    promised = [one for one in rows_of(tmp_path / "calls.csv") if one["promise_amount"]]

    assert len(promised) > 50
    for one in promised:
        decimals = one["promise_amount"].partition(".")[2]
        assert len(decimals) == (0 if one["promise_currency"] == "CLP" else 2)
        assert one["outcome"] == "RPP Promise to pay"
        assert one["promise_date"] >= one["local_datetime"][:10]


@pytest.mark.parametrize("format_", ["csv", "xlsx", "pdf"])
def test_an_export_is_on_record_with_its_hash(
    sample_desk: Desk, tmp_path: Path, format_: str
) -> None:
    path = tmp_path / f"calls.{format_}"

    done = export_call_log(sample_desk, ALL, format_, path, recipient="the lawyer")

    record = export_history(sample_desk)[0]
    assert record.sha256 == done.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (record.format, record.rows, record.recipient) == (format_, done.rows, "the lawyer")
    assert record.redacted
    with sample_desk.database.read() as session:
        line = events(session, kind="calls.exported", limit=1)[0]
    assert line.facts["sha256"] == done.sha256
    assert names_in(tmp_path) == [path.name, "home"]


def test_filters_keep_what_they_name(sample_desk: Desk, tmp_path: Path) -> None:
    everything = count_call_log(sample_desk, ALL)
    counts = [
        count_call_log(sample_desk, CallLogFilter(category=category))
        for category in ("disorganized", "struggling", "disputing", "unsorted")
    ]
    some = CallLogFilter(
        first=date(2026, 9, 1), last=date(2026, 10, 31), outcomes=("RPP", "RPN"), customer_id=None
    )

    export_call_log(sample_desk, some, "csv", tmp_path / "some.csv")

    assert sum(counts) == everything > 300
    assert all(counts)
    rows = rows_of(tmp_path / "some.csv")
    assert len(rows) == count_call_log(sample_desk, some) > 10
    assert {one["outcome"][:3] for one in rows} == {"RPP", "RPN"}
    # New York is at most five hours behind UTC: no call is later than 5 o'clock in the morning.
    assert min(one["utc_datetime"] for one in rows) >= "2026-09-01T04:00:00Z"
    assert max(one["utc_datetime"] for one in rows) < "2026-11-01T04:00:00Z"


@pytest.mark.parametrize(
    ("notes", "words"), [(True, "names and notes"), (False, "whole telephone numbers")]
)
def test_more_than_the_redacted_columns_goes_out_with_a_sentence(
    sample_desk: Desk,
    tmp_path: Path,
    words: str,
    *,
    notes: bool,
) -> None:
    path = tmp_path / "calls.csv"
    with pytest.raises(GuardsStandError, match=words):
        export_call_log(
            sample_desk, ALL, "csv", path, recipient="R. Roe", notes=notes, full_numbers=not notes
        )
    assert not path.exists()

    why = {"G-KEEP-03": "The lawyer reads them."}
    export_call_log(
        sample_desk,
        ALL,
        "csv",
        path,
        recipient="R. Roe",
        notes=notes,
        full_numbers=not notes,
        reasons=why,
    )
    overridden, stopped = guard_events_of(sample_desk, "G-KEEP-03")
    assert (overridden.decision, overridden.reason) == ("overridden", "The lawyer reads them.")
    assert stopped.decision == "stopped"
    assert "R. Roe" in stopped.said


def test_one_customer_only(sample_desk: Desk, tmp_path: Path) -> None:
    export_call_log(sample_desk, ALL, "csv", tmp_path / "all.csv")
    reference = rows_of(tmp_path / "all.csv")[0]["account_ref"]
    customer_id = int(reference.removeprefix("C-")) - 1000

    export_call_log(
        sample_desk, CallLogFilter(customer_id=customer_id), "csv", tmp_path / "one.csv"
    )

    rows = rows_of(tmp_path / "one.csv")
    assert {one["account_ref"] for one in rows} == {reference}
    assert "customer " in (tmp_path / "one.csv").read_text(encoding="utf-8-sig")


def test_a_period_the_wrong_way_round_is_refused(sample_desk: Desk, tmp_path: Path) -> None:
    backwards = CallLogFilter(first=date(2026, 2, 1), last=date(2026, 1, 1))

    with pytest.raises(ExportRefusedError, match="before it begins"):
        export_call_log(sample_desk, backwards, "csv", tmp_path / "calls.csv")

    assert names_in(tmp_path) == ["home"]


def test_an_unknown_format_is_refused(sample_desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(ExportRefusedError, match='"doc" is not a format'):
        export_call_log(sample_desk, ALL, "doc", tmp_path / "calls.doc")


@pytest.mark.parametrize("format_", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("after", [1, 3])
def test_a_cancelled_export_leaves_nothing(
    sample_desk: Desk, tmp_path: Path, format_: str, after: int
) -> None:
    asked = 0

    def progress(done: int, total: int) -> None:
        nonlocal asked
        asked += 1
        if asked == after or done == total:
            raise Cancelled

    with pytest.raises(Cancelled):
        export_call_log(sample_desk, ALL, format_, tmp_path / "calls", progress=progress)

    assert names_in(tmp_path) == ["home"]
    assert export_history(sample_desk) == []
    assert count_call_log(sample_desk, ALL) > 300  # the store is free again


def test_an_existing_file_stays_and_nothing_is_recorded(sample_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text("mine")

    with pytest.raises(ExportRefusedError, match="already"):
        export_call_log(sample_desk, ALL, "csv", tmp_path / "calls.csv")

    assert (tmp_path / "calls.csv").read_text() == "mine"
    assert export_history(sample_desk) == []


def test_sample_data_says_so(sample_desk: Desk, tmp_path: Path) -> None:
    export_call_log(sample_desk, ALL, "csv", tmp_path / "calls.csv")

    assert "SAMPLE DATA" in (tmp_path / "calls.csv").read_text(encoding="utf-8-sig")
