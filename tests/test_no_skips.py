"""A skipped test must not pass for a tested one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.no_skips import accepted
from tests.shared_data import ABSENT, shared_data_is_there

ROOT = Path(__file__).parents[1]

CASES = """
import pytest

def test_done() -> None:
    pass

@pytest.mark.skipif(True, reason="LibreOffice is not installed")
def test_office() -> None:
    pass

def test_late() -> None:
    pytest.skip("no /dev/full")

@pytest.mark.skipif(True, reason="needs Python 3.12")
def test_newer() -> None:
    pass

@pytest.mark.xfail(reason="known")
def test_known() -> None:
    assert False
"""


def test_whatever_skips_fails_but_for_another_python(tmp_path: Path) -> None:
    (tmp_path / "test_cases.py").write_text(CASES, encoding="utf-8")
    (tmp_path / "test_file.py").write_text(
        "import pytest\npytest.skip('no printer', allow_module_level=True)\n", encoding="utf-8"
    )

    command = [sys.executable, "-m", "pytest", "-p", "tests.no_skips", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, "-rA", "--continue-on-collection-errors", str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "1 failed, 1 passed, 1 skipped, 1 xfailed, 2 errors" in done.stdout
    for reason in ("LibreOffice is not installed", "no /dev/full", "no printer"):
        assert f"Skipped: {reason}\nOn this machine nothing may be skipped" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("reason", "good"),
    [
        pytest.param(f"Skipped: {ABSENT}", not shared_data_is_there(), id="no shared data"),
        pytest.param(
            "Skipped: got empty parameter set for (item)",
            not shared_data_is_there(),
            id="no case without shared data",
        ),
        pytest.param("Skipped: needs Python 3.13", True, id="another Python"),
        pytest.param("Skipped: needs strace", False, id="a part is missing"),
        pytest.param("Skipped: unconditional skip", False, id="switched off"),
    ],
)
def test_which_reasons_are_accepted(reason: str, *, good: bool) -> None:
    assert accepted(reason) is good
