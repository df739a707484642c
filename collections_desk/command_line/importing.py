"""Import files without the window, or say what an import would do."""

from __future__ import annotations

import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from collections_desk.command_line.opening import opened_desk, present
from collections_desk.command_line.reports import as_plain
from collections_desk.command_line.talking import home_of, note, say
from collections_desk.domain.difference import Decisions
from collections_desk.domain.readings import Answers
from collections_desk.errors import DeskError, ImportRefusedError
from collections_desk.operations.books import apply_import, compare_import, read_import
from collections_desk.operations.desk import Resources
from collections_desk.operations.reading import read_file

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager
    from pathlib import Path

    from collections_desk.domain.difference import Difference
    from collections_desk.domain.import_history import ImportReport
    from collections_desk.domain.readings import Fault, Question, Reading
    from collections_desk.operations.desk import Desk


#: Which option answers which question.
OPTIONS = {
    "date_order": "--date-order",
    "number_style": "--number-style",
    "currency": "--currency",
    "terms_days": "--terms",
    "duplicates": "--duplicates",
}
#: What becomes of an item, for people.
CHANGES = {
    "vanished": "no longer in the file",
    "unbooked": "paid, credited or written off here and not in the file yet (it is kept)",
    "moved": "with a payment that the books laid on another invoice",
    "part_paid": "partly paid",
    "cancelled": "canceled",
    "credit": "new credits",
    "reopened": "open again",
    "raised": "with a raised balance",
    "redated": "with another due date",
    "changed": "with other details",
}


def import_files(arguments: argparse.Namespace) -> int:
    """Import each file by itself; the others go on where one is refused."""
    answers: list[dict[str, Any]] = []
    refused = False
    with _desk(arguments) as desk:
        for path in arguments.files:
            try:
                answer = _one_file(desk, path, arguments)
            except DeskError as error:
                refused = True
                answer = {"file": path.name, "refused": f"{error.problem} {error.remedy}"}
                named = "" if error.problem.startswith(path.name) else f"{path.name}: "
                note(f"{named}{error.problem} {error.remedy}")
            answers.append(answer)
            if not arguments.json and "refused" not in answer:
                for line in _as_text(answer):
                    say(line)
    if arguments.json:
        say(json.dumps({"files": answers}, ensure_ascii=False, indent=1))
    return 1 if refused else 0


def _desk(arguments: argparse.Namespace) -> AbstractContextManager[Desk | None]:
    """Open the desk; a dry run may do without one, for it only reads the file."""
    if arguments.dry_run and not present(home_of(arguments)):
        note("There is no data file yet: the files are read, and compared with nothing.")
        return nullcontext(None)
    return opened_desk(arguments)


def _one_file(desk: Desk | None, path: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    said = Answers(
        date_order=arguments.date_order,
        number_style=arguments.number_style,
        currency=arguments.currency,
        terms_days=arguments.terms,
        duplicates=arguments.duplicates,
    )
    if desk is None:
        reading = read_file(
            Resources(), path, layout_id=arguments.layout, answers=said, as_of=arguments.as_of
        )
        return reading_as_plain(reading)
    reading = read_import(
        desk, path, layout_id=arguments.layout, answers=said, as_of=arguments.as_of
    )
    if arguments.dry_run:
        difference = compare_import(desk, reading) if not reading.questions else None
        return reading_as_plain(reading) | {"difference": _difference_as_plain(difference)}
    _refuse_questions(reading)
    difference = compare_import(desk, reading)
    decisions = Decisions(
        all_vanished=arguments.vanished,
        accept_older=arguments.accept_older,
        exported_again=arguments.exported_again,
    )
    report = apply_import(desk, reading, difference, decisions)
    return (
        reading_as_plain(reading)
        | {"difference": _difference_as_plain(difference)}
        | {"imported": _report_as_plain(report)}
    )


def _refuse_questions(reading: Reading) -> None:
    """Refuse to guess, and say which option answers."""
    if not reading.questions:
        return
    named = [OPTIONS[one.id] for one in reading.questions if one.id in OPTIONS]
    remedy = (
        f"Answer with {' and '.join(named)}."
        if len(named) == len(reading.questions)
        else "Import this file in the window, which asks."
    )
    raise ImportRefusedError(
        " ".join(question.text for question in reading.questions),
        f"{remedy} Nothing was changed.",
        code="IMPORT-QUESTION",
    )


def reading_as_plain(reading: Reading) -> dict[str, Any]:
    """Give what was read, for programs: amounts as text by currency."""
    counts = reading.counts
    return {
        "file": reading.file_name,
        "sha256": reading.sha256,
        "layout": reading.layout_id,
        "layout_label": reading.layout_label,
        "kind": reading.kind,
        "encoding": reading.encoding,
        "delimiter": reading.delimiter,
        "sheet": reading.sheet,
        "date_order": reading.date_order,
        "number_style": reading.number_style,
        "header_line": reading.header_line,
        "columns": dict(reading.columns),
        "as_of": reading.as_of and reading.as_of.isoformat(),
        "customers": reading.customer_count,
        "customers_owing": reading.customers_owing,
        "open_invoices": counts["open_invoices"],
        "open_invoice_total": as_plain(reading.total_of("open_invoices").values()),
        "other_debits": counts["other_debits"],
        "other_debit_total": as_plain(reading.total_of("other_debits").values()),
        "credits": counts["credits"],
        "credit_total": as_plain(reading.total_of("credits").values()),
        "totals": as_plain(reading.net_open.values()),
        "payments": len(reading.payments),
        "not_open": dict(reading.not_open),
        "rejected": [_fault_as_plain(fault) for fault in reading.faults],
        "notices": [_fault_as_plain(fault) for fault in reading.notices],
        "assumptions": list(reading.assumptions),
        "questions": [_question_as_plain(question) for question in reading.questions],
    }


def _fault_as_plain(fault: Fault) -> dict[str, Any]:
    return {
        "line": fault.line,
        "column": fault.column,
        "text": fault.text,
        "reason": fault.problem,
    }


def _question_as_plain(question: Question) -> dict[str, Any]:
    return {
        "id": question.id,
        "question": question.text,
        "options": [{"value": one.value, "label": one.label} for one in question.options],
    }


def _difference_as_plain(difference: Difference | None) -> dict[str, Any] | None:
    if difference is None:
        return None
    return {
        "as_of": difference.as_of and difference.as_of.isoformat(),
        "counts": difference.counts,
        "customers": len(difference.customers),
        "payments": len(difference.payments),
        "payments_known": sum(line.how == "known" for line in difference.payments),
        "already_imported": difference.already_imported,
        "vanished": [
            {"customer": line.customer, "number": line.number, "text": line.text}
            for line in difference.vanished
        ],
        "near_twins": [
            {"first": twin.first, "second": twin.second, "why": twin.why}
            for twin in difference.twins
        ],
    }


def _report_as_plain(report: ImportReport) -> dict[str, Any]:
    return {
        "batch": report.batch_id,
        "counts": dict(report.counts),
        "open_after": as_plain(report.open_after.values()),
        "backup": report.backup,
        "merge_proposals": report.proposals,
    }


def _changes_as_text(difference: dict[str, Any]) -> str:
    """Say what would change, in words: items, and the customers and payments of a file."""
    parts = [f"{count} {CHANGES.get(what, what)}" for what, count in difference["counts"].items()]
    if count := difference["customers"]:
        parts.append(f"{count} customer{'' if count == 1 else 's'} new or completed")
    if count := difference["payments"] - difference["payments_known"]:
        parts.append(f"{count} payment{'' if count == 1 else 's'} to record")
    return ", ".join(parts) or "none"


def _as_text(answer: dict[str, Any]) -> list[str]:
    """Give an answer for people."""
    totals = ", ".join(f"{amount} {code}" for code, amount in answer["totals"].items())
    dates = f", dates {answer['date_order']}" if answer["date_order"] else ""
    counts = (
        f"  {answer['customers']} customers, {answer['open_invoices']} open invoices, "
        f"{answer['other_debits']} other debits, {answer['credits']} credits, "
        f"{answer['payments']} payments; open {totals or 'nothing'}"
    )
    lines = [f"{answer['file']}: {answer['layout_label']}, {answer['encoding']}{dates}", counts]
    lines += [f"  line {one['line']} was not read: {one['reason']}" for one in answer["rejected"]]
    lines += [f"  asked: {one['question']}" for one in answer["questions"]]
    if difference := answer.get("difference"):
        lines.append(f"  difference: {_changes_as_text(difference)}")
    if imported := answer.get("imported"):
        if imported["batch"] is None:
            lines.append("  nothing had to be changed")
        else:
            lines.append(f"  imported as number {imported['batch']}")
    return lines
