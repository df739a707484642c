"""The referral bundle: complete, in order, the same bytes, asked about and recorded."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from collections_desk.domain.hand_payments import PaymentEntry
from collections_desk.domain.letters import LetterState
from collections_desk.domain.progress import Cancelled
from collections_desk.errors import ExportRefusedError, NotAllowedError
from collections_desk.operations import contact, customers, mail
from collections_desk.operations.bundles import Bundle, BundleChoice, examine_bundle, make_bundle
from collections_desk.operations.desk import Desk
from collections_desk.operations.payment_changes import bounce_payment
from collections_desk.operations.payments import record_payment
from collections_desk.store.audit_log import read_head
from collections_desk.store.exports import export_records
from collections_desk.store.tables import ActivityRow
from tests.operations.contact_desk import entry
from tests.operations.ends_desk import decided, late_customer, usd
from tests.operations.mail_desk import TODAY, add_dispute, certified, printed

REASONS = {"G-KEEP-03": "our lawyer asked for the whole file"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63f8cfc000000301010018dd8db00000000049454e44ae426082"
)


WHOLE = BundleChoice(notes=True, full_numbers=True)


def bundle(desk: Desk, customer_id: int, path: Path, **more: object) -> Bundle:
    """Make a bundle for the lawyer, with everything in it."""
    more.setdefault("choice", WHOLE)
    return make_bundle(
        desk,
        customer_id,
        path,
        recipient="Ruiz & Partners",
        reasons=REASONS,
        **more,  # type: ignore[arg-type] # as `make_bundle`
    )


def words(path: Path) -> list[str]:
    """Return the text of each page of a PDF."""
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def a_file(desk: Desk) -> int:
    """Return a customer with calls, a correction, a dispute, letters and a memo."""
    customer_id = late_customer(desk)
    call = contact.log_call(
        desk, entry(desk, customer_id, note="They said the boxes were short."), reasons={}
    )
    contact.withdraw_entry(desk, call.activity_id, why="it was another customer")
    contact.log_call(desk, entry(desk, customer_id, "NA"), reasons={})
    add_dispute(desk, customer_id)
    letter = certified(desk, customer_id)
    printed(desk, letter.id)
    mail.record_rung(desk, [letter.id], LetterState.POSTED, TODAY)
    mail.record_rung(
        desk, [letter.id], LetterState.DELIVERED, TODAY, document=PNG, media_type="image/png"
    )
    contact.attach_file(desk, customer_id, b"Bill of lading 4711", "Delivery note", "text/plain")
    decided(desk, customer_id, "keep")
    return customer_id


def kept_check(desk: Desk, customer_id: int) -> None:
    """Keep a check that says that all is paid, as the guard asks."""
    record_payment(
        desk,
        PaymentEntry(
            customer_id,
            usd(200),
            TODAY,
            "check",
            "1043",
            full_payment="paid in full",
            choice="ask",
        ),
    )


def test_the_bundle_holds_the_whole_file_in_order(desk: Desk, tmp_path: Path) -> None:
    customer_id = a_file(desk)

    done = bundle(desk, customer_id, tmp_path / "acme.pdf")

    pages = words(done.path)
    text = "\n".join(pages)
    assert len(pages) == done.pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    for said in (
        "They said the boxes were short.",
        "withdrawn by entry",
        "Quantity short",
        "9589 0710 5270",
        "as printed",
        "Final demand for payment",
        "delivered 2026-11-20",
        "Delivery note",
        "Decision memo",
        "Fingerprint",
        "G-LTR",
    ):
        assert said in text, said
    contents = pages[1]
    for title in ("Facts", "Balance", "Timeline", "Hashes", "Exhibit 1: Letter"):
        assert title in contents


def test_the_contents_name_the_right_pages(desk: Desk, tmp_path: Path) -> None:
    customer_id = a_file(desk)

    pages = words(bundle(desk, customer_id, tmp_path / "acme.pdf").path)

    for line in pages[1].splitlines():
        title, _, number = line.rpartition(" ")
        if number.isdigit() and title and not title.endswith("of"):
            assert title.split(" (")[0] in pages[int(number) - 1].replace("\r\n", " "), line


def test_the_same_file_gives_the_same_bytes(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    choice = BundleChoice(notes=False, full_numbers=False)
    first = make_bundle(desk, customer_id, tmp_path / "a.zip", choice=choice)
    pdf = zipfile.ZipFile(first.path).read("bundle.pdf")
    # Handing out is an operation of its own, so the fingerprint of the log has moved on.
    second = make_bundle(desk, customer_id, tmp_path / "b.zip", choice=choice)
    again = zipfile.ZipFile(second.path).read("bundle.pdf")

    assert len(pdf) == pytest.approx(len(again), abs=200)
    assert first.sha256 == hashlib.sha256(first.path.read_bytes()).hexdigest()


def test_a_zip_has_the_documents_as_stored_and_a_true_manifest(desk: Desk, tmp_path: Path) -> None:
    customer_id = a_file(desk)

    done = bundle(desk, customer_id, tmp_path / "acme.zip")

    with zipfile.ZipFile(done.path) as archive:
        rows = list(csv.DictReader(io.StringIO(archive.read("manifest.csv").decode())))
        for row in rows:
            content = archive.read(row["file"])
            assert hashlib.sha256(content).hexdigest() == row["sha256"]
        names = [row["file"] for row in rows]
    assert names[0] == "bundle.pdf"
    assert sum(name.startswith("documents/") for name in names) == done.documents
    assert "tables/calls.csv" in names
    assert done.documents == 5


def test_it_is_asked_about_before_and_recorded_after(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)

    assert examine_bundle(desk, customer_id) == []  # nothing of it unless it is asked for
    (asked,) = examine_bundle(desk, customer_id, WHOLE)
    assert asked.guard == "G-KEEP-03"
    with pytest.raises(NotAllowedError, match="notes and what was said"):
        make_bundle(desk, customer_id, tmp_path / "acme.pdf", choice=WHOLE)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]

    done = bundle(desk, customer_id, tmp_path / "acme.pdf")
    with desk.database.read() as session:
        (record,) = export_records(session)
    assert (record.kind, record.recipient) == ("bundle", "Ruiz & Partners")
    assert record.sha256 == done.sha256
    assert not record.redacted


def test_without_notes_nothing_of_what_was_said_is_in_it(desk: Desk, tmp_path: Path) -> None:
    customer_id = a_file(desk)
    customers.add_contact_point(desk, customer_id, "phone", "614-555-0134", is_primary=True)
    contact.put_on_hold(
        desk, customer_id, "Her son is ill", review_on=TODAY + timedelta(days=5), scope="customer"
    )

    done = make_bundle(desk, customer_id, tmp_path / "acme.pdf")

    text = "\n".join(words(done.path))
    for kept_back in ("boxes were short", "Two cartons short", "614-555-0134", "son is ill"):
        assert kept_back not in text
    for there in ("left out: notes and what was said and telephone numbers", "0134", "On hold"):
        assert there in " ".join(text.split())


def test_a_payment_that_paid_nothing_is_listed_with_its_state(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    kept_check(desk, customer_id)
    paid = PaymentEntry(customer_id, usd(100), TODAY, "transfer", "77001")
    record_payment(desk, paid)
    other = record_payment(desk, replace(paid, method="check", reference="1044"))
    bounce_payment(desk, other.payment_id, why="no cover")

    done = bundle(desk, customer_id, tmp_path / "acme.zip")

    with zipfile.ZipFile(done.path) as archive:
        (tmp_path / "acme.pdf").write_bytes(archive.read("bundle.pdf"))
        table = archive.read("tables/payments.csv").decode("utf-8-sig")
    rows = {row["reference"]: row for row in csv.DictReader(io.StringIO(table))}
    assert {number: row["state"] for number, row in rows.items()} == {
        "1043": "Held, not deposited", "77001": "Received", "1044": "Bounced",
    }  # fmt: skip
    assert rows["1043"]["amount"] == "200.00"
    text = " ".join(" ".join(words(tmp_path / "acme.pdf")).split())
    for said in (
        "Payments taken by hand, and how each stands",
        "Check 1043 $200.00 Held, not deposited, Nov 20, 2026",
        'it says "paid in full"; keep it undeposited and ask the owner',
        "reason: no cover",
    ):
        assert said in text, said


def test_entries_are_numbered_as_they_stand_and_point_to_each_other(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    other = late_customer(desk, "Somebody Else")
    for number in range(7):  # the store counts over all customers
        contact.log_call(desk, entry(desk, other, "NA", note=f"try {number}"), reasons={})
    wrong = contact.log_call(desk, entry(desk, customer_id, "NA"), reasons={})
    contact.withdraw_entry(desk, wrong.activity_id, why="it was another customer")

    pages = words(bundle(desk, customer_id, tmp_path / "acme.pdf").path)

    page = " ".join(next(one for one in pages[2:] if "Times are those of" in one).split())
    withdrawn, withdraws = re.search(r"withdrawn by entry (\d+)", page), re.search(
        r"withdraws entry (\d+)", page
    )  # fmt: skip
    assert withdrawn is not None
    assert withdraws is not None
    assert {int(withdrawn[1]), int(withdraws[1])} <= set(range(1, 9))
    assert int(withdrawn[1]) == int(withdraws[1]) + 1


def test_the_bundle_of_a_bankrupt_customer_lists_the_payments_of_ninety_days(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = late_customer(desk)
    for days, number in ((10, "early"), (120, "long ago")):
        paid = TODAY - timedelta(days=days)
        record_payment(desk, PaymentEntry(customer_id, usd(days), paid, "transfer", number))
    contact.set_stop_flag(
        desk,
        customer_id,
        "BKY",
        reason="a notice came",
        facts={"filed_on": TODAY - timedelta(days=3), "court": "E.D. Pa."},
    )

    text = " ".join(" ".join(words(bundle(desk, customer_id, tmp_path / "a.pdf").path)).split())

    assert "Bankruptcy known, since" in text
    near = text[text.rindex("Payments from 90 days before the filing") :]
    assert "Filed on November 17, 2026 Court and case E.D. Pa." in near
    assert "Nov 10, 2026 $10.00 before the filing" in near
    assert "$120.00 before the filing" not in near


def test_what_is_not_known_of_a_bankruptcy_is_said_and_recorded(desk: Desk) -> None:
    customer_id = late_customer(desk)

    shown = contact.preview_stop(desk, customer_id, "BKY", {"court": "E.D. Pa."})
    assert shown.missing == (
        "Not known yet: the day of filing and the case number. Ask for it, and set the flag "
        "again with it."
    )
    contact.set_stop_flag(desk, customer_id, "BKY", reason="a notice came")

    notes = [one.detail for one in customers.customer_page(desk, customer_id).timeline]
    assert any("Not known yet: the day of filing, the court and the case number." in one
               for one in notes)  # fmt: skip
    everything = {"filed_on": TODAY, "court": "E.D. Pa.", "case_number": "26-1234"}
    assert contact.preview_stop(desk, customer_id, "BKY", everything).missing == ""


def test_a_name_that_is_taken_is_refused(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    (tmp_path / "acme.pdf").write_text("mine")

    with pytest.raises(ExportRefusedError, match="already"):
        bundle(desk, customer_id, tmp_path / "acme.pdf")

    assert (tmp_path / "acme.pdf").read_text() == "mine"


def test_two_thousand_entries_can_be_stopped_and_leave_nothing(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    with desk.database.write("test.many", "many calls", now=desk.now()) as transaction:
        transaction.add_all(
            ActivityRow(
                uuid=f"call-{number}",
                customer_id=customer_id,
                kind="call",
                direction="out",
                outcome="NA",
                note="Nobody answered; the mailbox was full again. " * 3,
                happened_at=desk.now() - timedelta(hours=number),
                created_at=desk.now(),
                clerk="Dana Whitfield",
            )
            for number in range(2000)
        )

    def stop(done: int, total: int) -> None:
        assert 0 <= done <= total
        raise Cancelled

    with pytest.raises(Cancelled):
        bundle(desk, customer_id, tmp_path / "acme.pdf", progress=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["home"]

    done = bundle(desk, customer_id, tmp_path / "acme.pdf")
    assert done.pages > 50


def overridden(desk: Desk) -> int:
    """Return a customer with a call that passed a guard with a sentence."""
    customer_id = late_customer(desk)
    contact.log_call(
        desk,
        entry(desk, customer_id, "RPN", identity_checked=False),
        reasons={"G-ID-01": "I know her voice."},
    )
    return customer_id


def test_a_passed_guard_stands_with_its_sentence_and_the_head_of_the_log(
    desk: Desk, tmp_path: Path
) -> None:
    customer_id = overridden(desk)
    with desk.database.read() as session:
        head = read_head(session)

    pages = words(bundle(desk, customer_id, tmp_path / "acme.pdf").path)

    text = " ".join("\n".join(pages).split())
    rule = next(page for page in pages[2:] if "Rules that fired" in page)
    for said in ("G-ID-01", "overridden", "I know her voice."):
        assert said in " ".join(rule.split()), said
    assert f"{head.count} operations" in text
    assert head.hash in text.replace(" ", "")


def test_a_guard_that_was_heeded_is_printed_so(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    kept_check(desk, customer_id)

    pages = words(bundle(desk, customer_id, tmp_path / "acme.pdf").path)

    rule = " ".join(next(page for page in pages[2:] if "Rules that fired" in page).split())
    assert "G-PAY-04" in rule
    assert "payment recorded: heeded" in rule
    assert "Keep it undeposited and ask the owner" in rule
    assert "overridden" not in rule


@pytest.mark.parametrize("notes", [True, False])
def test_the_table_of_the_guards_keeps_back_what_the_paper_keeps_back(
    desk: Desk, tmp_path: Path, *, notes: bool
) -> None:
    customer_id = overridden(desk)

    done = bundle(
        desk,
        customer_id,
        tmp_path / "acme.zip",
        choice=BundleChoice(notes=notes, full_numbers=True),
    )

    with zipfile.ZipFile(done.path) as archive:
        table = archive.read("tables/guards.csv").decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(io.StringIO(table)) if row["decision"] == "overridden"]
    assert row["guard"] == "G-ID-01"
    assert row["reason"] == ("I know her voice." if notes else "given, left out here")
