"""A recording lies beside its call only with what was said before; copies leave with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from collections_desk.domain.guards import Confirmed
from collections_desk.domain.recording import RecordedTalk
from collections_desk.errors import EntryRefusedError, ExportRefusedError
from collections_desk.operations import contact, recordings
from collections_desk.operations.desk import Desk
from collections_desk.operations.guarding import GuardsStandError
from collections_desk.operations.records import export_history
from collections_desk.store.guard_events import guard_events
from tests.operations.contact_desk import add_customer, entry

SOUND = b"RIFF\x24\x00\x00\x00WAVEfmt "
AGREED = RecordedTalk("start", "May I record?", "Dana", "yes", recorded=True)


@pytest.fixture
def customer(desk: Desk) -> int:
    return add_customer(desk)  # Massachusetts: all parties


def attach(desk: Desk, customer: int, call: int | None, **reasons: str) -> int:
    return contact.attach_file(
        desk,
        customer,
        SOUND,
        "call.wav",
        "audio/wav",
        activity_id=call,
        reasons={guard.replace("_", "-"): said for guard, said in reasons.items()},
    )


def test_what_was_said_is_kept_and_lets_the_file_in(desk: Desk, customer: int) -> None:
    call = contact.log_call(desk, entry(desk, customer, recording=AGREED)).activity_id
    attach(desk, customer, call)
    newest, first = recordings.recording_consents(desk, customer)

    assert (first.answer, first.announcement, first.given_by) == ("yes", "May I record?", "Dana")
    assert first.class_ == "all"
    assert "US-MA" in first.place
    assert first.document_sha256 is None
    assert newest.document_sha256 is not None
    assert newest.activity_id == call


@pytest.mark.parametrize("beside_call", [True, False])
def test_a_recording_without_consent_waits_for_a_sentence(
    desk: Desk, customer: int, *, beside_call: bool
) -> None:
    call = contact.log_call(desk, entry(desk, customer)).activity_id if beside_call else None
    with pytest.raises(GuardsStandError) as refused:
        attach(desk, customer, call)
    assert [one.guard for one in refused.value.standing] == ["G-REC-01"]
    assert not contact.attachments(desk, customer)

    asked = Confirmed("The lawyer asked for it; consent is in his file.")
    attach(desk, customer, call, G_REC_01=asked)
    assert len(contact.attachments(desk, customer)) == 1
    with desk.database.read() as session:
        decisions = [one["decision"] for one in guard_events(session, customer)]
    assert decisions[:2] == ["overridden", "stopped"]


def test_what_was_refused_never_comes_in(desk: Desk, customer: int) -> None:
    refused = RecordedTalk("start", "May I record?", "Dana", "no")
    call = contact.log_call(desk, entry(desk, customer, recording=refused)).activity_id
    with pytest.raises(EntryRefusedError, match="refused it"):
        attach(desk, customer, call, G_REC_01="All the same.")
    assert not contact.attachments(desk, customer)


def test_a_call_cannot_be_recorded_against_a_refusal(desk: Desk, customer: int) -> None:
    talk = RecordedTalk("start", "May I record?", "Dana", "no", recorded=True)
    with pytest.raises(EntryRefusedError, match="refused") as said:
        contact.log_call(desk, entry(desk, customer, recording=talk))
    assert said.value.field == "recording"


def test_nor_where_the_customer_wants_none(desk: Desk, customer: int) -> None:
    contact.set_stop_flag(desk, customer, "REC_NO", reason="Said so on Monday.")
    with pytest.raises(EntryRefusedError, match="does not want"):
        contact.log_call(desk, entry(desk, customer, recording=AGREED))
    with pytest.raises(EntryRefusedError, match="does not want"):
        attach(desk, customer, None, G_REC_01="All the same.")
    assert recordings.ask_about_recording(desk, customer).refused


def test_a_recorded_call_without_consent_asks(desk: Desk, customer: int) -> None:
    call = entry(desk, customer, recording=RecordedTalk(recorded=True))
    with pytest.raises(Exception, match="no consent is noted"):
        contact.log_call(desk, call)
    contact.log_call(
        desk, call, reasons={"G-REC-01": Confirmed("She heard the tone and went on.")}
    )
    assert len(recordings.recording_consents(desk, customer)) == 1


def test_a_correction_keeps_the_consent_of_the_call(desk: Desk, customer: int) -> None:
    first = contact.log_call(desk, entry(desk, customer, recording=AGREED)).activity_id
    second = contact.correct_call(
        desk, first, entry(desk, customer, "NA"), why="Wrong outcome."
    ).activity_id
    attach(desk, customer, second)
    assert len(contact.attachments(desk, customer, activity_id=second)) == 1


def test_a_copy_leaves_with_a_reason_and_is_on_record(
    desk: Desk, customer: int, tmp_path: Path
) -> None:
    contact.attach_file(desk, customer, b"%PDF-1.7 x", "scan.pdf", "application/pdf")
    (scan,) = contact.attachments(desk, customer)
    target = tmp_path / "copy.pdf"
    with pytest.raises(GuardsStandError, match="leave the house"):
        recordings.save_copy(desk, scan.id, target)
    assert not target.exists()
    assert not list(tmp_path.glob(".*.part"))

    reasons = {"G-KEEP-03": "The lawyer asked for it."}
    recordings.save_copy(desk, scan.id, target, recipient="R. Roe", reasons=reasons)
    assert target.read_bytes() == b"%PDF-1.7 x"
    (record, *_) = export_history(desk)
    assert (record.kind, record.recipient, record.redacted) == ("document", "R. Roe", False)
    with pytest.raises(ExportRefusedError, match="already"):
        recordings.save_copy(desk, scan.id, target, reasons=reasons)
