"""The brief and the contact plans on the command line."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest

from collections_desk.command_line import main
from collections_desk.domain.plan_editing import edited
from collections_desk.operations.contact_plans import plan_page, save_plan
from collections_desk.operations.sample_home import open_sample
from tests.clock import FRIDAY, Clock

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sample store once, three weeks ago by the clock of this computer."""
    home = tmp_path_factory.mktemp("sample") / "home"
    open_sample(home, now=Clock(FRIDAY - timedelta(days=21))).close()
    return home


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> list[str]:
    """Give the words that open a copy of the sample."""
    shutil.copytree(made_sample, tmp_path / "home")
    return ["--home", str(tmp_path / "home")]


def test_the_brief_says_what_changed_and_counts_the_rest(
    sample: list[str], capsys: Output
) -> None:
    assert main(["brief", *sample]) == 0
    short = capsys.readouterr().out
    assert main(["brief", "--all", *sample]) == 0
    whole = capsys.readouterr().out
    assert main(["brief", "--json", *sample]) == 0
    plain = json.loads(capsys.readouterr().out)

    assert short.startswith("SAMPLE DATA\nWhat changed from ")
    parts = {part["title"]: part["lines"] for part in plain["parts"]}
    assert "Broken promises" in parts
    for title, lines in parts.items():
        assert f"{title} ({len(lines)})" in short
        assert all(line["text"] in whole for line in lines)
        more = f"and {len(lines) - 5} more; --all shows them"
        assert (more in short) is (len(lines) > 5)
    assert "--all shows them" not in whole


def test_a_brief_that_was_read_is_not_told_again(sample: list[str], capsys: Output) -> None:
    assert main(["brief", "--read", *sample]) == 0
    assert "on record that this brief was read" in capsys.readouterr().err

    assert main(["brief", "--json", *sample]) == 0

    plain = json.loads(capsys.readouterr().out)
    assert plain["since"] == plain["day"]
    assert [part for part in plain["parts"] if not part["id"].endswith("_still")] == []


def test_the_brief_is_written_as_one_page(
    sample: list[str], tmp_path: Path, capsys: Output
) -> None:
    path = tmp_path / "brief.pdf"

    assert main(["brief", "--pdf", str(path), *sample]) == 0

    page = pypdfium2.PdfDocument(path)
    assert len(page) == 1
    assert "Broken promises (" in page[0].get_textpage().get_text_range()
    page.close()
    before = path.read_bytes()
    assert main(["brief", "--pdf", str(path), *sample]) == 1
    assert 'There is a file "brief.pdf" in that folder already.' in capsys.readouterr().err
    assert path.read_bytes() == before
    assert main(["brief", "--pdf", str(path), "--overwrite", *sample]) == 0


def test_the_plans_are_read_aloud(sample: list[str], capsys: Output) -> None:
    assert main(["plans", *sample]) == 0

    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "Plan A (disorganized): Early reminders, simple help, a fee only where agreed, as shipped"
    )
    assert said[1].startswith("A1. 7 days before the due date: letter L01 by e-mail")
    assert sum(line.startswith("Plan ") for line in said) == 6


def test_one_plan_is_read_aloud_in_its_newest_version(
    sample: list[str], tmp_path: Path, capsys: Output
) -> None:
    desk = open_sample(tmp_path / "home")
    plan = plan_page(desk, "P").plan
    save_plan(desk, edited(plan, 4, replace(plan.steps[4], offset=5)), "Two days more")
    desk.close()

    assert main(["plans", "p", *sample]) == 0
    said = capsys.readouterr().out.splitlines()
    assert main(["plans", "P", "--json", *sample]) == 0
    plain = json.loads(capsys.readouterr().out)

    assert said[0] == "Plan P: A promise from its word to its end, version 1"
    assert said[5].startswith("P5. 5 days after the promise fell due")
    assert plain["P"]["version"] == 1
    assert plain["P"]["aloud"] == said[1:]


def test_an_unknown_plan_is_named(sample: list[str], capsys: Output) -> None:
    assert main(["plans", "Z", *sample]) == 2

    assert 'There is no contact plan "Z". Name one of A, B, C, D, P, F.' in capsys.readouterr().err
