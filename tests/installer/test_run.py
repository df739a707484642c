"""The script that installs and starts: what it refuses, what it asks for, what it remembers."""

from __future__ import annotations

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "installer" / "run.py"
NOBODY = 65534


def run(*words: str, **how: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, *words], capture_output=True, text=True, check=False, **how
    )


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_script", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> ModuleType:
    """Give the script in a folder of its own, with the files it looks at."""
    (tmp_path / "installer").mkdir()
    for name in (
        "installer/run.py",
        "requirements.txt",
        "requirements-test.txt",
        "pyproject.toml",
    ):
        shutil.copy(ROOT / name, tmp_path / name)
    return load(tmp_path / "installer" / "run.py")


def test_an_old_python_is_refused_in_words() -> None:
    pretend = (
        "import runpy, sys; sys.version_info = (3, 9, 2); sys.argv = ['run.py'];"
        f"runpy.run_path({str(SCRIPT)!r}, run_name='__main__')"
    )

    done = run("-c", pretend)

    assert done.returncode == 1
    assert "needs Python 3.11 or newer; this is Python 3.9.2" in done.stderr
    assert "Nothing was installed" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_old_python_can_read_it_so_far() -> None:
    ast.parse(SCRIPT.read_text(encoding="utf-8"), feature_version=(3, 8))


def test_it_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SCRIPT.read_text(encoding="utf-8"))
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add((node.module or "").split(".")[0])

    assert names <= sys.stdlib_module_names


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["dance"], 2)])
def test_it_says_how_it_is_used(words: list[str], code: int) -> None:
    done = run(str(SCRIPT), *words)

    assert done.returncode == code
    assert "python3 installer/run.py test" in done.stdout


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="this is not a Debian system")
def test_it_knows_what_is_installed(checkout: ModuleType) -> None:
    assert checkout.is_installed("dpkg")
    assert not checkout.is_installed("no-such-package-of-ours")


def test_a_package_counts_under_its_newer_name(
    checkout: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Debian 13 libglib2.0-0 is called libglib2.0-0t64; dpkg-query then knows only that."""
    (tmp_path / "bin").mkdir()
    query = tmp_path / "bin" / "dpkg-query"
    query.write_text(
        "#!/bin/sh\nfor last; do :; done\ncase $last in *t64) echo installed;; esac\n"
    )
    query.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")

    assert checkout.is_installed("libglib2.0-0")


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Give a folder that every user may enter; those of pytest are our own."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)
        yield folder


@pytest.mark.skipif(os.name != "posix", reason="only Debian and its kin have apt-get")
def test_without_rights_it_prints_the_line_to_run(open_folder: Path) -> None:
    """Somebody who is neither root nor has sudo gets the exact command, and that is all."""
    for name in ("apt-get", "dpkg-query"):
        (open_folder / name).write_text("#!/bin/sh\nexit 1\n")
        (open_folder / name).chmod(0o755)
    for folder in (open_folder, *open_folder.parents[: len(open_folder.parents) - 2]):
        folder.chmod(folder.stat().st_mode | 0o055)  # nobody must come this far
    script = open_folder / "installer" / "run.py"
    script.parent.mkdir()
    shutil.copy(SCRIPT, script)
    interpreter = shutil.which("python3", path="/usr/bin:/usr/local/bin") or sys.executable
    who = NOBODY if os.geteuid() == 0 else None
    # Only the first check is wanted, also where the system's own Python is an older one.
    pretend = (
        "import runpy, sys; sys.version_info = (3, 11, 0); sys.argv = ['run.py', 'test'];"
        f"runpy.run_path({str(script)!r}, run_name='__main__')"
    )

    done = subprocess.run(
        [interpreter, "-c", pretend],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(open_folder)},
        user=who,
        group=who,
    )

    assert done.returncode == 1, done.stderr
    assert "apt-get update && apt-get install -y --no-install-recommends" in done.stderr
    for package in ("libegl1", "libxcb-cursor0", "libreoffice-calc", "cups-daemon"):
        assert package in done.stderr
    assert not (open_folder / ".venv").exists()


def test_any_change_of_the_requirements_installs_anew(checkout: ModuleType) -> None:
    requirements: Path = checkout.ROOT / "requirements.txt"
    before = checkout.fingerprint(requirements)
    stamp = checkout.ROOT / "stamp"
    stamp.write_text(before, encoding="utf-8")
    assert checkout.has_mark(stamp, before)

    requirements.write_text(requirements.read_text() + "\n# one more line\n")

    assert not checkout.has_mark(stamp, checkout.fingerprint(requirements))


def test_the_sample_files_are_those_that_the_script_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from installer import make_sample  # noqa: PLC0415 - a script, not a part of the program

    committed = {path.name: path.read_bytes() for path in make_sample.TARGET.glob("*.csv")}
    monkeypatch.setattr(make_sample, "TARGET", tmp_path)

    make_sample.main()

    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.csv")} == committed
