"""The referral bundle and placements on the command line."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from collections_desk.command_line import main
from collections_desk.operations.decisions import reviews_due
from collections_desk.operations.desk import Desk, open_desk
from collections_desk.operations.placements import preview_placement
from collections_desk.operations.sample_home import PASSPHRASE, open_sample
from tests.clock import Clock

Output = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the sample store once."""
    home = tmp_path_factory.mktemp("sample") / "home"
    open_sample(home, now=Clock()).close()
    return home


@pytest.fixture
def home(made_sample: Path, tmp_path: Path) -> Path:
    """Give a copy of the sample."""
    shutil.copytree(made_sample, tmp_path / "home")
    return tmp_path / "home"


def late_name(home: Path) -> str:
    """Return a customer on whom something is to be decided."""
    desk: Desk = open_desk(home / "sample", passphrase=PASSPHRASE, now=Clock())
    try:
        due = reviews_due(desk)
        # Some have a payment plan or a dispute, so that nothing of them may go.
        return next(one.name for one in due if preview_placement(desk, [one.customer_id]).amounts)
    finally:
        desk.close()


def test_a_bundle_is_refused_without_a_reason_and_made_with_one(
    home: Path, tmp_path: Path, capsys: Output
) -> None:
    name = late_name(home)
    words = ["bundle", name, str(tmp_path / "one.zip"), "--notes", "--home", str(home)]

    assert main(words) == 1
    assert "not handed out yet" in capsys.readouterr().err
    assert not (tmp_path / "one.zip").exists()

    assert main([*words, "--reason", "our lawyer asked", "--recipient", "Ruiz & Partners"]) == 0
    assert "pages" in capsys.readouterr().out
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert "bundle.pdf" in archive.namelist()


def test_a_customer_nobody_knows_is_refused(home: Path, tmp_path: Path, capsys: Output) -> None:
    file = tmp_path / "x.pdf"
    assert main(["bundle", "Nobody & Sons", str(file), "--home", str(home)]) == 1
    assert 'no customer "Nobody & Sons"' in capsys.readouterr().err
    assert not file.exists()


def test_placing_is_looked_at_first_then_done_then_listed(
    home: Path, tmp_path: Path, capsys: Output
) -> None:
    name = late_name(home)
    ours = ["--home", str(home)]

    assert main(["placement", *ours]) == 0
    assert "Keystone" not in capsys.readouterr().out
    assert main(["placement", name, *ours]) == 0
    looked = capsys.readouterr().out
    assert "Nothing was placed; --out does it." in looked
    assert "G-LTR-10 asks for a --reason" in looked
    out = tmp_path / "package.zip"
    done = ["placement", name, "--with", "Keystone", "--commission", "25", "--out", str(out)]
    assert main([*done, *ours]) == 1
    assert "no notice of placement (L12) went out" in capsys.readouterr().err
    assert not out.exists()
    assert main([*done, "--reason", "They moved away", *ours]) == 0
    assert "placed with Keystone" in capsys.readouterr().out
    assert zipfile.is_zipfile(out)
    assert main(["placement", *ours]) == 0
    listed = capsys.readouterr().out
    assert f"{name}  Keystone" in listed
    assert "Total" in listed


@pytest.mark.parametrize("percent", ["a lot", "101", "-1", "25.12345"])
def test_a_commission_that_cannot_be_is_refused(
    home: Path, tmp_path: Path, capsys: Output, percent: str
) -> None:
    name, out = late_name(home), tmp_path / "package.zip"
    words = ["placement", name, "--with", "Keystone", f"--commission={percent}"]

    assert main([*words, "--out", str(out), "--home", str(home)]) == 1

    assert "not a commission in percent" in capsys.readouterr().err
    assert not out.exists()


def test_nobody_to_place_with_is_a_wrong_use(home: Path, tmp_path: Path, capsys: Output) -> None:
    words = ["placement", late_name(home), "--out", str(tmp_path / "x.zip"), "--home", str(home)]
    assert main(words) == 2
    assert "--with" in capsys.readouterr().err
