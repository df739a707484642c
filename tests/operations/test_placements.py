"""Placements: the package, what may not go, recoveries, commission, recall."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from python_calamine import CalamineWorkbook

from collections_desk.domain.placements import statement_totals
from collections_desk.errors import EntryRefusedError, ExportRefusedError, NotAllowedError
from collections_desk.operations import contact, customers, placement_entries
from collections_desk.operations.desk import Desk
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.placements import (
    PackageChoice,
    Placed,
    place,
    preview_placement,
)
from collections_desk.operations.worklist import worklist_line
from collections_desk.store.audit_log import read_head
from collections_desk.store.exports import export_records
from collections_desk.store.guard_events import guard_events
from collections_desk.store.ledger import open_totals
from tests.operations.contact_desk import entry
from tests.operations.ends_desk import (
    AGENCY,
    COURT,
    REASONS,
    decided,
    items_of,
    late_customer,
    usd,
)
from tests.operations.mail_desk import DECIDED, TODAY, add_dispute, approved, printed


def placed(desk: Desk, folder: Path, *customer_ids: int, **more: object) -> Placed:
    """Place customers with the agency."""
    more["reasons"] = {**REASONS, **more.get("reasons", {})}  # type: ignore[dict-item] # as `place`
    return place(desk, customer_ids, AGENCY, folder / "placement.zip", **more)  # type: ignore[arg-type] # as `place`


def rows_of(package: Path, name: str) -> list[dict[str, str]]:
    """Read a CSV file of a package."""
    with zipfile.ZipFile(package) as archive:
        text = archive.read(name).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_package_holds_every_customer_and_its_manifest_is_true(
    desk: Desk, tmp_path: Path
) -> None:
    first, second = late_customer(desk), late_customer(desk, '=HYPERLINK("x") & Co')
    letter = approved(desk, first)
    printed(desk, letter.id)

    done = placed(desk, tmp_path, first, second)

    accounts, invoices = rows_of(done.path, "accounts.csv"), rows_of(done.path, "invoices.csv")
    assert [row["amount_placed"] for row in accounts] == ["1123.50", "1123.50"]
    assert sum(int(row["placed"].replace(".", "")) for row in invoices) == 224_700
    assert accounts[1]["name"].startswith("'=")
    assert accounts[0]["phone"] == ""
    with zipfile.ZipFile(done.path) as archive:
        names = set(archive.namelist())
        for row in csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())):
            name = row["file"].removeprefix("'")
            assert hashlib.sha256(archive.read(name)).hexdigest() == row["sha256"]
            names.remove(name)
        assert names == {"manifest.csv"}
        letters = [name for name in archive.namelist() if "/letters/" in name]
        sheets = CalamineWorkbook.from_filelike(
            io.BytesIO(archive.read("placement.xlsx"))
        ).sheet_names
    assert len(letters) == 1
    assert sheets == ["Accounts", "Invoices", "Not-placed"]
    with desk.database.read() as session:
        (record,) = export_records(session)
    assert (record.kind, record.sha256, record.redacted) == ("placement", done.sha256, True)
    assert record.sha256 == hashlib.sha256(done.path.read_bytes()).hexdigest()


def test_what_must_not_go_is_left_out_and_said(desk: Desk, tmp_path: Path) -> None:
    disputing, bankrupt = late_customer(desk), late_customer(desk, "Broke Ltd")
    add_dispute(desk, disputing)
    contact.set_stop_flag(desk, bankrupt, "BKY", reason="chapter 7, case 26-1234")

    done = placed(desk, tmp_path, disputing, bankrupt)

    left_out = [(row["name"], row["why"]) for row in rows_of(done.path, "not-placed.csv")]
    assert left_out[0] == ("Acme Tools, Inc.", "in an open dispute")
    assert left_out[1:] == [("Broke Ltd", "bankruptcy is known")] * 3
    assert (done.rows, done.dropped) == (2, 4)
    with desk.database.read() as session:
        stopped = [
            (event["guard"], event["decision"])
            for customer_id in (disputing, bankrupt)
            for event in guard_events(session, customer_id)
        ]
    assert ("G-LTR-12", "stopped") in stopped
    assert stopped.count(("G-LTR-12", "stopped")) == 2
    assert placement_entries.all_placements(desk, bankrupt) == []


def test_nothing_is_placed_where_nothing_may_go(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    contact.set_stop_flag(desk, customer_id, "IDT", reason="says the account is not theirs")

    with pytest.raises(EntryRefusedError, match="identity theft"):
        placed(desk, tmp_path, customer_id)

    assert list(tmp_path.glob("*.zip")) == []
    assert placement_entries.all_placements(desk) == []


def test_a_placement_that_nobody_was_told_of_is_asked_about(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)

    with pytest.raises(
        GuardsStandError, match="no letter was sent and no call was made and"
    ) as no:
        place(desk, [customer_id], AGENCY, tmp_path / "placement.zip")

    assert [(found.guard, found.severity.value) for found in no.value.standing] == [
        ("G-LTR-10", "ask")
    ]
    assert "no notice of placement (L12) went out since" in no.value.standing[0].said
    assert [found.guard for found in preview_placement(desk, [customer_id]).asking] == ["G-LTR-10"]
    assert placement_entries.all_placements(desk) == []
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    place(desk, [customer_id], AGENCY, tmp_path / "placement.zip", reasons=REASONS)
    with desk.database.read() as session:
        said = [
            (one["guard"], one["decision"], one["reason"], one["deed"])
            for one in guard_events(session, customer_id)
        ]
    assert said == [
        ("G-LTR-10", "overridden", REASONS["G-LTR-10"], "placement"),
        ("G-LTR-10", "stopped", "", "placement"),
    ]


def test_who_was_written_to_called_and_told_is_placed_without_a_question(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    decided(desk, customer_id, "agency", receiver=AGENCY)
    contact.log_call(desk, entry(desk, customer_id, "NA"), reasons={})
    court = preview_placement(desk, [customer_id], kind="court").asking[0].said
    assert "no letter was sent" in court
    assert "no call" not in court
    assert "no notice before court (L13) went out" in court

    notice = approved(desk, customer_id, "L12", options=DECIDED)
    printed(desk, notice.id)

    assert preview_placement(desk, [customer_id]).asking == ()
    assert "(L13)" in preview_placement(desk, [customer_id], kind="court").asking[0].said
    place(desk, [customer_id], AGENCY, tmp_path / "placement.zip")


def test_a_placed_customer_is_not_chased(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    decided(desk, customer_id, "agency", receiver=AGENCY)
    done = placed(desk, tmp_path, customer_id)

    line = worklist_line(desk, customer_id)
    (placement,) = placement_entries.all_placements(desk, customer_id)

    assert line.state == "end"
    assert line.to_be_collected == ()
    assert placement.amount == usd(1123, 50)
    assert placement.decision_id is not None
    assert placement.package_sha256 == done.sha256
    assert "placed already" in preview_placement(desk, [customer_id]).sifted[0].dropped[0].why


def test_a_commission_that_was_not_agreed_is_not_printed_as_none(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    nobody_said = replace(AGENCY, commission_percent=None)

    done = place(desk, [customer_id], nobody_said, tmp_path / "p.zip", reasons=REASONS)

    (row,) = rows_of(done.path, "accounts.csv")
    assert row["commission_percent"] == ""
    with zipfile.ZipFile(done.path) as archive:
        (name,) = [name for name in archive.namelist() if name.endswith("statement.pdf")]
        with pypdfium2.PdfDocument(archive.read(name)) as document:
            text = document[0].get_textpage().get_text_bounded()
    assert "not agreed" in text
    assert "0 %" not in text
    (placement,) = placement_entries.all_placements(desk, customer_id)
    assert placement.commission_percent is None
    placement_entries.record_recovery(desk, placement.id, usd(400), dated_on=TODAY)
    (after,) = placement_entries.all_placements(desk, customer_id)
    assert (after.recovered, after.commission) == (usd(400), usd(0))
    assert placement_entries.known_receivers(desk, "agency") == [nobody_said]


def test_recoveries_are_gross_payments_and_commission_is_a_cost_apart(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    placed(desk, tmp_path, customer_id)
    (placement,) = placement_entries.all_placements(desk, customer_id)

    placement_entries.record_recovery(desk, placement.id, usd(400), dated_on=TODAY)
    placement_entries.record_placement_entry(
        desk, placement.id, "cost", usd(12, 34), dated_on=TODAY, note="skip trace"
    )

    (after,) = placement_entries.all_placements(desk, customer_id)
    assert (after.recovered, after.commission, after.costs) == (usd(400), usd(100), usd(12, 34))
    assert after.net == usd(287, 66)
    assert after.left == after.still_open == usd(723, 50)
    assert [opened for _, opened, _ in items_of(desk, customer_id)] == [0, 34_900, 37_450]
    (totals,) = statement_totals(placement_entries.all_placements(desk))
    assert totals.net == totals.recovered - totals.commission - totals.costs
    assert totals.left == totals.placed - totals.recovered
    with desk.database.read() as session:
        assert open_totals(session)["USD"] == usd(723, 50)


def test_when_everything_is_collected_the_placement_ends_by_itself(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    placed(desk, tmp_path, customer_id)
    (placement,) = placement_entries.all_placements(desk, customer_id)

    placement_entries.record_recovery(
        desk, placement.id, usd(1123, 50), dated_on=TODAY, commission=usd(0)
    )

    (after,) = placement_entries.all_placements(desk, customer_id)
    assert (after.ended, after.commission) == ("collected", usd(0))
    assert customers.customer_page(desk, customer_id).customer.end_state is None


@pytest.mark.parametrize(
    ("amount", "days", "said"),
    [
        (usd(1123, 51), 0, "more than the"),
        (usd(0), 0, "above zero"),
        (usd(10), -1, "between the placement and today"),
        (usd(10), 1, "between the placement and today"),
    ],
)
def test_a_recovery_that_cannot_be_is_refused(
    desk: Desk, tmp_path: Path, amount: object, days: int, said: str
) -> None:
    customer_id = late_customer(desk)
    placed(desk, tmp_path, customer_id)
    (placement,) = placement_entries.all_placements(desk, customer_id)
    before = items_of(desk, customer_id)

    with pytest.raises(EntryRefusedError, match=said):
        placement_entries.record_recovery(
            desk,
            placement.id,
            amount,  # type: ignore[arg-type] # parametrized
            dated_on=TODAY + timedelta(days=days),
        )

    assert items_of(desk, customer_id) == before


def test_a_recalled_customer_is_ours_again(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    placed(desk, tmp_path, customer_id)
    (placement,) = placement_entries.all_placements(desk, customer_id)

    placement_entries.finish_placement(desk, placement.id, "recalled", why="nothing came of it")

    assert worklist_line(desk, customer_id).state == "action"
    with pytest.raises(EntryRefusedError, match="ended on"):
        placement_entries.finish_placement(desk, placement.id, "returned", why="a second time")


def test_a_judgment_is_noted_for_a_court_and_moves_no_money(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    place(desk, [customer_id], COURT, tmp_path / "court.zip", reasons=REASONS)
    (placement,) = placement_entries.all_placements(desk, customer_id)
    before = items_of(desk, customer_id)

    placement_entries.record_placement_entry(
        desk, placement.id, "judgment", usd(1200), dated_on=TODAY, reference="SC-26-77"
    )

    assert customers.customer_page(desk, customer_id).customer.end_state == "judgment"
    assert items_of(desk, customer_id) == before


def test_whole_numbers_and_notes_go_only_with_a_sentence(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    customers.add_contact_point(desk, customer_id, "phone", "614-555-0134", is_primary=True)
    choice = PackageChoice(full_numbers=True, notes=True)

    with pytest.raises(NotAllowedError, match="whole telephone numbers"):
        placed(desk, tmp_path, customer_id, choice=choice)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert placement_entries.all_placements(desk) == []

    reasons = {"G-KEEP-03": "the contract with the agency asks for them"}
    done = placed(desk, tmp_path, customer_id, choice=choice, reasons=reasons)
    assert rows_of(done.path, "accounts.csv")[0]["phone"] == "614-555-0134"


def test_a_package_can_be_a_folder_and_an_existing_name_is_never_taken(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    done = place(desk, [customer_id], AGENCY, tmp_path / "out", reasons=REASONS, as_folder=True)

    manifest = (done.path / "manifest.csv").read_bytes()
    assert done.sha256 == hashlib.sha256(manifest).hexdigest()
    assert (done.path / "accounts.csv").is_file()
    other = late_customer(desk, "Other Co")
    with pytest.raises(ExportRefusedError, match="already"):
        place(desk, [other], AGENCY, tmp_path / "out", reasons=REASONS, as_folder=True)
    assert len(placement_entries.all_placements(desk)) == 1


def test_the_agency_is_remembered(desk: Desk, tmp_path: Path) -> None:
    placed(desk, tmp_path, late_customer(desk))

    assert placement_entries.known_receivers(desk, "agency") == [AGENCY]
    assert placement_entries.known_receivers(desk, "court") == []


@pytest.mark.parametrize("notes", [True, False])
def test_passed_guards_and_the_head_of_the_log_go_with_the_account(
    desk: Desk, tmp_path: Path, *, notes: bool
) -> None:
    customer_id = late_customer(desk)
    contact.log_call(
        desk,
        entry(desk, customer_id, "RPN", identity_checked=False),
        reasons={"G-ID-01": "I know her voice."},
    )
    with desk.database.read() as session:
        head = read_head(session)
    asked = {"reasons": {"G-KEEP-03": "their contract asks for it"}} if notes else {}

    done = placed(desk, tmp_path, customer_id, choice=PackageChoice(notes=notes), **asked)

    with zipfile.ZipFile(done.path) as archive:
        names = archive.namelist()
        table = next(name for name in names if name.endswith("/guards.csv"))
        statement = next(name for name in names if name.endswith("/statement.pdf"))
        with pypdfium2.PdfDocument(archive.read(statement)) as document:
            page = document[0].get_textpage().get_text_bounded()
    passed = [row for row in rows_of(done.path, table) if row["decision"] == "overridden"]
    assert [(row["guard"], row["reason"]) for row in passed] == [
        ("G-ID-01", "I know her voice." if notes else "given, left out here")
    ]
    assert f"{head.count} operations; fingerprint of the last" in page
    assert head.hash in "".join(page.split())
