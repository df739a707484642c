"""The command line: what it says, what it refuses, and that it loads no window."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from collections_desk import __version__
from collections_desk.command_line import main
from collections_desk.operations.preferences import change_settings
from collections_desk.operations.sample_home import open_sample

PASSPHRASE = "correct horse battery staple"
WEEK = """Customer,Invoice No,Invoice Date,Due Date,Amount,Open Balance,Currency
Acme Tools LLC,1001,2026-09-01,2026-10-01,100.00,100.00,USD
Acme Tools LLC,1002,2026-09-15,2026-10-15,250.00,50.00,USD
Borealis Café,1003,2026-10-20,2026-11-19,80.10,80.10,EUR
"""


@pytest.fixture(scope="module")
def made_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make one store with a passphrase by the command itself; tests work on copies."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "passphrase").write_text(f"{PASSPHRASE}\n")
    words = ["setup", "--home", str(folder / "home"), "--business", "Tamarack", "--clerk", "Robin"]
    assert main([*words, "--passphrase-file", str(folder / "passphrase")]) == 0
    return folder


@pytest.fixture
def own(made_home: Path, tmp_path: Path) -> list[str]:
    """Give the words that open a copy of the store."""
    shutil.copytree(made_home, tmp_path / "own")
    return [
        "--home",
        str(tmp_path / "own" / "home"),
        "--passphrase-file",
        str(tmp_path / "own" / "passphrase"),
    ]


@pytest.fixture(scope="module")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sample store once."""
    home = tmp_path_factory.mktemp("sample") / "home"
    open_sample(home).close()
    return home


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> list[str]:
    """Give the words that open a copy of the sample."""
    shutil.copytree(made_sample, tmp_path / "home")
    return ["--home", str(tmp_path / "home")]


@pytest.fixture
def week(tmp_path: Path) -> Path:
    """Give a file of open items."""
    path = tmp_path / "open items.csv"
    path.write_text(WEEK, encoding="utf-8")
    return path


Output = pytest.CaptureFixture[str]


def answer(output: Output) -> Any:  # noqa: ANN401 - JSON
    return json.loads(output.readouterr().out)


def test_setup_shows_the_recovery_code_once(
    tmp_path: Path, capsys: Output, own: list[str]
) -> None:
    capsys.readouterr()
    passphrase = tmp_path / "own" / "passphrase"
    words = ["setup", "--home", str(tmp_path / "new"), "--business", "Tamarack"]

    assert main([*words, "--passphrase-file", str(passphrase)]) == 0
    first = capsys.readouterr().out
    assert main([*words, "--passphrase-file", str(passphrase)]) == 1

    assert "Recovery code: " in first
    refused = capsys.readouterr()
    assert refused.out == ""
    assert "STORE-EXISTS" in refused.err


def test_the_worklist_of_the_sample_as_json(sample: list[str], capsys: Output) -> None:
    assert main(["worklist", "--json", *sample]) == 0

    found = answer(capsys)
    assert found["sample"] is True
    assert len(found["customers"]) > 90
    for line in found["customers"]:
        assert line["why"]
        assert sum(part["points"] for part in line["rank_parts"]) == line["rank"]
        assert line["next_action"] or line["hold"] or line["state"] == "end"
        assert all(isinstance(amount, str) for amount in line["balances"].values())


def test_the_worklist_of_one_category(sample: list[str], capsys: Output) -> None:
    assert main(["worklist", "--category", "struggling", *sample]) == 0
    said = capsys.readouterr().out

    assert "[struggling]" in said
    assert "[disputing]" not in said
    assert said.startswith("SAMPLE DATA")


def test_expected_cash_adds_up(sample: list[str], capsys: Output) -> None:
    assert main(["forecast", "--json", *sample]) == 0
    found = answer(capsys)
    assert main(["forecast", "--lines", *sample]) == 0
    said = capsys.readouterr().out

    assert found["lines"]
    for currency in {line["currency"] for line in found["lines"]}:
        lines, weeks = (
            sum(Decimal(one["expected"]) for one in found[part] if one["currency"] == currency)
            for part in ("lines", "weeks")
        )
        assert lines == weeks > 0
    assert said.startswith("SAMPLE DATA")
    assert "Week of " in said
    assert "Money that nobody promised is not in it." in said


def test_only_what_is_due_today(sample: list[str], capsys: Output) -> None:
    assert main(["worklist", "--json", *sample]) == 0
    everything = answer(capsys)
    assert main(["worklist", "--json", "--today", *sample]) == 0
    today = answer(capsys)
    assert main(["worklist", "--json", "--today", "2001-01-01", *sample]) == 0
    long_ago = answer(capsys)

    assert 0 < len(today["customers"]) < len(everything["customers"])
    assert all(one["next_action"]["due_on"] <= today["today"] for one in today["customers"])
    assert long_ago["customers"] == []


def test_what_an_import_would_do_without_any_store(
    week: Path, tmp_path: Path, capsys: Output
) -> None:
    home = tmp_path / "nothing here"

    assert main(["import", str(week), "--dry-run", "--json", "--home", str(home)]) == 0

    found = answer(capsys)["files"][0]
    assert found["customers"] == 2
    assert found["open_invoices"] == 3
    assert found["totals"] == {"EUR": "80.10", "USD": "150.00"}
    assert (found["encoding"], found["date_order"]) == ("utf-8", "ymd")
    assert found["rejected"] == []
    assert not home.exists()


def test_a_dry_run_changes_nothing(week: Path, own: list[str], capsys: Output) -> None:
    assert main(["import", str(week), "--dry-run", "--json", *own]) == 0
    found = answer(capsys)["files"][0]
    assert main(["worklist", "--json", *own]) == 0

    assert found["difference"]["counts"] == {"new": 3}
    assert answer(capsys)["customers"] == []


def test_an_import_and_the_same_file_again(week: Path, own: list[str], capsys: Output) -> None:
    assert main(["import", str(week), "--as-of", "2026-11-20", "--json", *own]) == 0
    first = answer(capsys)["files"][0]
    assert main(["import", str(week), "--as-of", "2026-11-20", "--json", *own]) == 0
    second = answer(capsys)["files"][0]
    assert main(["worklist", "--json", "--today", "2026-11-21", *own]) == 0

    assert first["imported"]["open_after"] == {"EUR": "80.10", "USD": "150.00"}
    assert second["imported"]["batch"] is None
    names = {line["name"] for line in answer(capsys)["customers"]}
    assert names <= {"Acme Tools LLC", "Borealis Café"}
    assert "Acme Tools LLC" in names


def test_what_vanished_is_asked_and_can_be_answered(
    week: Path, own: list[str], capsys: Output
) -> None:
    assert main(["import", str(week), "--as-of", "2026-11-19", *own]) == 0
    week.write_text("\n".join(WEEK.splitlines()[:3]), encoding="utf-8")
    capsys.readouterr()

    assert main(["import", str(week), "--as-of", "2026-11-20", *own]) == 1
    refused = capsys.readouterr()
    words = ["import", str(week), "--as-of", "2026-11-20", "--vanished", "paid", "--json", *own]
    assert main(words) == 0

    assert "no longer in" in refused.err
    assert answer(capsys)["files"][0]["imported"]["open_after"] == {"USD": "150.00"}


def test_a_question_is_not_guessed_and_the_option_is_named(
    week: Path, own: list[str], capsys: Output
) -> None:
    ambiguous = WEEK.replace("2026-09-01", "03/04/2026").replace("2026-10-01", "05/04/2026")
    week.write_text("\n".join(ambiguous.splitlines()[:2]), encoding="utf-8")

    assert main(["import", str(week), *own]) == 1
    refused = capsys.readouterr()
    assert main(["import", str(week), "--dry-run", "--json", *own]) == 0
    asked = answer(capsys)["files"][0]["questions"]
    assert main(["import", str(week), "--date-order", "dmy", "--json", *own]) == 0

    assert "--date-order" in refused.err
    assert [question["id"] for question in asked] == ["date_order"]
    assert answer(capsys)["files"][0]["date_order"] == "dmy"


def test_a_file_that_cannot_be_read_does_not_stop_the_others(
    week: Path, own: list[str], capsys: Output
) -> None:
    assert main(["import", "no such file.csv", str(week), "--json", *own]) == 1

    output = capsys.readouterr()
    first, second = json.loads(output.out)["files"]
    assert "no such file.csv" in output.err
    assert first["refused"]
    assert second["imported"]["batch"] is not None


def test_the_rules_are_listed(sample: list[str], capsys: Output) -> None:
    assert main(["rules", *sample]) == 0
    text = capsys.readouterr().out
    assert "G-TIME-01  on   ask; business warning: Call, text or e-mail outside" in text
    assert "as of 2026-11-21" in text

    assert main(["rules", "--json", *sample]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"G-KEEP-05", "G-LTR-08"} <= {one["id"] for one in found["guards"]}
    assert all(one["as_of"] and one["source"] for one in found["guards"])


@pytest.mark.parametrize("format_", ["csv", "xlsx", "pdf"])
def test_the_call_log_goes_to_a_file(
    sample: list[str], tmp_path: Path, capsys: Output, format_: str
) -> None:
    out = tmp_path / f"calls.{format_}"
    words = ["export", "calls", "--format", format_, "--out", str(out), *sample]

    assert main(words) == 0
    assert main(words) == 1

    output = capsys.readouterr()
    assert f"calls written to {out}" in output.out
    assert "EXPORT-EXISTS" in output.err
    assert out.stat().st_size > 10_000


def test_the_call_log_of_one_customer(sample: list[str], tmp_path: Path, capsys: Output) -> None:
    everything, one = tmp_path / "all.csv", tmp_path / "one.csv"
    words = ["export", "calls", "--format", "csv", *sample, "--out"]
    assert main([*words, str(everything), "--notes"]) == 1
    assert "names and notes would leave the house" in capsys.readouterr().err
    assert main([*words, str(everything), "--notes", "--reason", "The lawyer reads them."]) == 0
    text = everything.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(StringIO(text[text.index("entry_id,") :], newline="")))
    name, count = rows[0]["customer_name"], len(rows)

    assert main([*words, str(one), "--customer", name.upper()]) == 0
    assert main([*words, str(tmp_path / "none.csv"), "--customer", "Nobody"]) == 1

    output = capsys.readouterr()
    assert 0 < one.read_text(encoding="utf-8-sig").count("\n") - 12 < count
    assert 'There is no customer "Nobody"' in output.err


def test_verify_says_that_all_is_well(sample: list[str], capsys: Output) -> None:
    assert main(["verify", *sample]) == 0
    said = capsys.readouterr().out
    assert main(["verify", "--json", *sample]) == 0

    assert "fingerprint" in said
    assert answer(capsys)["good"] is True


def test_a_backup_comes_back(week: Path, own: list[str], tmp_path: Path, capsys: Output) -> None:
    away = tmp_path / "stick"
    away.mkdir()
    assert main(["import", str(week), "--as-of", "2026-11-20", *own]) == 0
    assert main(["backup", "--to", str(away), *own]) == 0
    made = next(away.glob("*.cdbackup"))
    smaller = "\n".join(WEEK.splitlines()[:2])
    week.write_text(smaller, encoding="utf-8")
    later = ["import", str(week), "--as-of", "2026-11-21", "--vanished", "paid", *own]
    assert main(later) == 0

    assert main(["restore", str(made), *own]) == 0

    capsys.readouterr()
    assert main(["import", str(week), "--dry-run", "--as-of", "2026-11-21", "--json", *own]) == 0
    assert answer(capsys)["files"][0]["difference"]["counts"] == {"vanished": 2, "unchanged": 1}


def test_files_and_options_may_be_mixed(
    week: Path, tmp_path: Path, own: list[str], capsys: Output
) -> None:
    other = tmp_path / "other.csv"
    other.write_text(WEEK.replace("100", "200"), encoding="utf-8")

    assert (
        main(["import", str(week), "--dry-run", "--json", "--terms", "30", str(other), *own]) == 0
    )
    assert [one["file"] for one in answer(capsys)["files"]] == [week.name, other.name]

    with pytest.raises(SystemExit):
        main(["import", str(week), "--bogus", str(other), *own])
    with pytest.raises(SystemExit):
        main(["verify", str(week), *own])


def test_what_changes_is_said_in_words(week: Path, own: list[str], capsys: Output) -> None:
    assert main(["import", str(week), "--as-of", "2026-11-19", *own]) == 0
    assert "difference: 3 new, 2 customers new or completed" in capsys.readouterr().out

    week.write_text("\n".join(WEEK.replace("50.00,USD", "20.00,USD").splitlines()[::2]))
    assert main(["import", str(week), "--as-of", "2026-11-20", "--dry-run", *own]) == 0
    said = capsys.readouterr().out
    assert "no longer in the file" in said
    assert "1 partly paid" in said
    assert "vanished" not in said


def test_contacts_say_whom_they_change(tmp_path: Path, own: list[str], capsys: Output) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Customer,Phone,Email\nAcme Tools LLC,617 555 0134,ap@acme.example\n")

    assert main(["import", str(path), "--dry-run", *own]) == 0
    assert "difference: 1 customer new or completed" in capsys.readouterr().out


def test_an_empty_file_is_named_once(tmp_path: Path, own: list[str], capsys: Output) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")

    assert main(["import", str(tmp_path / "empty.csv"), *own]) == 1
    assert capsys.readouterr().err.count("empty.csv") == 1


def test_a_backup_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, own: list[str], capsys: Output
) -> None:
    assert main(["restore", str(tmp_path / "gone.cdbackup"), *own]) == 1
    said = capsys.readouterr().err
    assert "There is no file" in said
    assert "gone.cdbackup" in said


def test_a_wrong_passphrase_is_refused_in_words(own: list[str], capsys: Output) -> None:
    Path(own[3]).write_text("something else entirely\n")

    assert main(["worklist", *own]) == 1

    output = capsys.readouterr()
    assert output.out == ""
    assert "KEY" in output.err
    assert "Traceback" not in output.err


def test_a_home_without_a_store_is_refused(tmp_path: Path, capsys: Output) -> None:
    assert main(["worklist", "--home", str(tmp_path / "empty")]) == 1

    assert "STORE" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["dance"],
        ["worklist", "--category", "angry"],
        ["import"],
        ["import", "x.csv", "--date-order", "ydm"],
        ["import", "x.csv", "--as-of", "21/11/2026"],
        ["import", "x.csv", "--as-of", "2026-W47-6"],
        ["import", "x.csv", "--terms", "-5"],
        ["import", "x.csv", "--terms", "366"],
        ["import", "x.csv", "--terms", "net 30"],
        ["export", "letters", "--format", "csv", "--out", "x"],
        ["export", "calls", "--format", "doc", "--out", "x"],
        ["export", "calls", "--format", "csv"],
    ],
)
def test_wrong_use_is_told_with_code_2(words: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as left:
        main(words)

    assert left.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_a_passphrase_file_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: Output) -> None:
    words = ["worklist", "--home", str(tmp_path), "--passphrase-file", str(tmp_path / "gone")]

    assert main(words) == 2

    assert 'The passphrase file "gone" cannot be read' in capsys.readouterr().err


def test_the_version_is_told(capsys: Output) -> None:
    with pytest.raises(SystemExit) as left:
        main(["--version"])

    assert left.value.code == 0
    assert capsys.readouterr().out == f"Collections Desk {__version__}\n"


#: Run in a process of its own: says which libraries a command has loaded.
LOADED = """
import sys
from collections_desk.command_line import main
try:
    code = main(sys.argv[1:])
except SystemExit as left:
    code = left.code
heavy = {"PySide6", "reportlab", "xlsxwriter", "sqlalchemy", "alembic", "python_calamine"}
found = sorted(heavy & {name.split(".")[0] for name in sys.modules})
print(f"\\nLOADED {code} " + " ".join(found))
"""


def loaded(words: list[str]) -> tuple[str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    _, code, *libraries = done.stdout.rpartition("\n")[0].rpartition("\n")[2].split()
    return code, set(libraries)


def test_no_command_loads_the_window(sample: list[str], week: Path, tmp_path: Path) -> None:
    out = str(tmp_path / "calls.csv")
    for words in (
        ["worklist", *sample],
        ["import", str(week), "--dry-run", *sample],
        ["export", "calls", "--format", "csv", "--out", out, *sample],
        ["verify", *sample],
        ["backup", "--to", str(tmp_path), *sample],
    ):
        code, libraries = loaded(words)

        assert code == "0", words
        assert "PySide6" not in libraries, words


def test_a_command_loads_only_what_it_needs(sample: list[str]) -> None:
    assert loaded(["--version"]) == ("0", set())
    code, libraries = loaded(["worklist", *sample])
    assert code == "0"
    assert libraries <= {"sqlalchemy", "alembic", "reportlab"}


def test_whoever_reads_may_stop_reading(sample: list[str]) -> None:
    command = f"{sys.executable} -m collections_desk worklist --home '{sample[1]}' | head -n 1"

    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parents[1],
    )

    assert done.stdout == "SAMPLE DATA\n"
    assert "BrokenPipe" not in done.stderr
    assert "Traceback" not in done.stderr


def test_late_charges_are_shown_with_their_working_or_refused_in_a_sentence(
    sample: list[str], tmp_path: Path, capsys: Output
) -> None:
    desk = open_sample(tmp_path / "home")
    change_settings(desk, replace(desk.settings(), late_fee_preset="none"))
    desk.close()
    assert main(["fees", "--preview", *sample]) == 1
    assert (
        "Late charges are off until the settings say which late charge was agreed"
        in capsys.readouterr().err
    )

    desk = open_sample(tmp_path / "home")
    change_settings(
        desk,
        replace(
            desk.settings(),
            late_fee_preset="us_contract_monthly_1_5",
            late_fee_basis="Clause 7",
            late_fee_agreed_on=date(2020, 1, 5),
        ),
    )
    desk.close()
    assert main(["fees", "--preview", "--json", *sample]) == 0
    found = answer(capsys)
    assert found["basis"] == "Clause 7, agreed on Jan 5, 2020"
    assert all(one["working"] for one in found["charges"])
    assert main(["fees", *sample]) == 0
    assert "Nothing was charged" in capsys.readouterr().out
