"""What holds for the whole tree: what may lie in it, what it needs, and that it stays offline."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from packaging.requirements import Requirement

from collections_desk.domain.certified_mail import parse_article_number

ROOT = Path(__file__).parents[1]
#: Everything that may lie at the top.
TOP = {
    "LICENSE",
    "README.md",
    "collections_desk",
    "installer",
    "pyproject.toml",
    "requirements-test.txt",
    "requirements.txt",
    "resources",
    "tests",
}
#: Hosts of package registries, in pieces, so that this file does not name them.
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
)
#: Paths of one machine: nothing here may lean on them.
MACHINE = re.compile(r"(?<![\w.])/(?:work|farm|root)/[\w.-]+")
LARGEST = 1_000_000


def tracked() -> list[Path]:
    """Return the files of the project; without git, everything where they lie."""
    names: list[str] = []
    if shutil.which("git") and (ROOT / ".git").exists():
        listing = subprocess.run(
            ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
        )
        names = [name for name in listing.stdout.split("\0") if name]
    if not names:
        found = [ROOT / top for top in TOP]
        found += [path for top in TOP for path in (ROOT / top).rglob("*")]
        return [path for path in found if path.is_file() and path.suffix != ".pyc"]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


FILES = tracked()


def test_only_what_belongs_there_lies_at_the_top() -> None:
    tops = {path.relative_to(ROOT).parts[0] for path in FILES}

    assert {top for top in tops if not top.startswith(".")} <= TOP


def test_no_file_is_large() -> None:
    assert [path for path in FILES if path.stat().st_size > LARGEST] == []


def test_there_is_no_lock_file_that_names_hosts() -> None:
    assert [path for path in FILES if path.name in {"uv.lock", "pylock.toml", "poetry.lock"}] == []


def test_no_text_names_a_registry_or_a_path_of_a_machine() -> None:
    found = []
    for path in FILES:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if any(host in text for host in HOSTS) or MACHINE.search(text):
            found.append(path.relative_to(ROOT).as_posix())

    assert found == []


def test_the_page_for_newcomers_names_commands_that_exist() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python3 (installer/\S+\.py)", text))

    assert "python3 installer/run.py\n" in text
    assert "python3 installer/run.py test\n" in text
    assert [name for name in commands if not (ROOT / name).is_file()] == []
    for target in re.findall(r"\]\(([^)#]+)\)", text):
        assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-test.txt"])
def test_requirements_are_exact_and_hashed(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    lines = [line for line in lines if line]

    assert "://" not in text
    assert len(lines) > 30
    for line in lines:
        wanted, *hashes = line.split("--hash=")
        assert re.search(r"==[^=*]+$", wanted.split(";")[0].strip()), line
        assert hashes, line
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one.strip()) for one in hashes), line


def direct_needs() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [Requirement(line) for line in project["dependencies"]]


def pinned(name: str) -> list[Requirement]:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split("--hash=")[0].split("#")[0].strip() for line in text.splitlines()]
    found = [Requirement(line) for line in lines if line]
    return [one for one in found if one.name.lower() == name.lower()]


def test_every_dependency_is_pinned_within_its_limits() -> None:
    for need in direct_needs():
        versions = [
            next(iter(one.specifier)).version
            for one in pinned(need.name)
            if need.marker is None
            or one.marker is None
            or str(need.marker).split()[-1] in str(one.marker)
        ]
        assert versions, need
        assert any(need.specifier.contains(version) for version in versions), need


@pytest.mark.parametrize(
    ("python", "version", "taken"),
    [
        ("3.11", "6.11.3", True),
        ("3.11", "6.12.0", False),
        ("3.11", "6.12.1", False),
        ("3.12", "6.12.0", False),
        ("3.13", "6.12.0", False),
        ("3.13", "6.12.1", True),
    ],
)
def test_the_qt_that_aborts_is_never_taken(python: str, version: str, *, taken: bool) -> None:
    needs = [
        need
        for need in direct_needs()
        if need.name == "PySide6-Essentials"
        and (need.marker is None or need.marker.evaluate({"python_version": python}))
    ]

    assert needs, "nothing asks for Qt on this Python"
    assert all(need.specifier.contains(version) for need in needs) is taken


def test_each_dependency_says_why_it_is_there() -> None:
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    begin = lines.index("dependencies = [")
    end = lines.index("]", begin)
    explained = ""
    for line in lines[begin + 1 : end]:
        explained = line if line.strip().startswith("#") else explained
        if line.strip().startswith('"') and "PySide6" not in line:
            assert "#" in line, line
    assert explained  # Qt has its own lines above it


#: What USPS prints where it shows how an article number looks.
PICTURED_NUMBER = "9407 3000 0000 0000 0000 03"

#: Run in a process of its own: does everything the program can do, and counts sockets that
#: could leave this computer.
OFFLINE = """
import sys
inet = []
def watch(event, arguments):
    if event == "socket.__new__" and arguments[1] in (2, 10):
        inet.append(event)
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostbyname"):
        if event.startswith("socket.get") or isinstance(arguments[1], tuple):
            inet.append(event)
sys.addaudithook(watch)
from collections_desk.command_line import main
code = main(["demo", "--headless", "--out", sys.argv[1]])
print("SOCKETS", code, len(inet), *sorted(set(inet)))
"""


@pytest.mark.slow
def test_a_whole_day_opens_no_socket(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path / "day")],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=200,
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "SOCKETS 0 0", done.stdout
    made = {path.name for path in (tmp_path / "day").iterdir()}
    assert {
        "this-weeks-open-items.csv",
        "worklist.txt",
        "letters.pdf",
        "call-log.csv",
        "call-log.xlsx",
        "call-log.pdf",
        "window-2-worklist.png",
        "window-14-settings.png",
    } <= made
    letters = pypdfium2.PdfDocument(tmp_path / "day" / "letters.pdf")
    pages = [page.get_textpage().get_text_range() for page in letters]
    letters.close()
    assert all("SAMPLE" in page for page in pages)
    assert sum(PICTURED_NUMBER in " ".join(page.split()) for page in pages) >= 1
    said = done.stdout.splitlines()
    assert said[0].startswith("SAMPLE data of ")
    for name in made:
        assert any(line.startswith(f"{name}: ") for line in said), name
    assert sum(line.startswith("Call with ") for line in said) == 2
    assert sum(line.startswith("Letter ") for line in said) == 3
    assert sum("Certified Mail" in line and PICTURED_NUMBER in line for line in said) == 1
    assert any(re.match(r'Promise number \d+, typed "\d+ fri", understood', line) for line in said)
    assert said[-2].startswith("Everything is in ")
    look_at_the_method(tmp_path / "day", made, done.stdout)


def look_at_the_method(day: Path, made: set[str], said: str) -> None:
    """What changed, what was agreed, what others are given: each is there and says what it is."""
    texts = {"expected-cash.txt", "late-charges.txt", "rules.txt", "figures.txt"}
    papers = {"brief.pdf", "payment-plan-letters.pdf", "management-pack.pdf"}
    assert texts | papers | {"referral-bundle.zip"} <= made
    for name in texts:
        assert (day / name).read_text(encoding="utf-8").startswith("SAMPLE DATA\n"), name
    for name in papers:
        document = pypdfium2.PdfDocument(day / name)
        pages = " ".join(page.get_textpage().get_text_range() for page in document)
        document.close()
        assert "SAMPLE" in pages, name
        if name == "payment-plan-letters.pdf":
            assert "Signature: ____" in pages
    with zipfile.ZipFile(day / "referral-bundle.zip") as package:
        assert {"bundle.pdf", "manifest.csv"} <= set(package.namelist())
        assert any(name.startswith("documents/") for name in package.namelist())
    assert "it counts once it is signed" in said
    assert "nothing was charged" in said
    assert "no legal advice" in said
    assert "all is as it should be" in said


def test_the_number_of_the_demonstration_is_data_and_passes_its_check() -> None:
    """It is the picture of the format that USPS publishes; no code holds or makes it."""
    head = (ROOT / "resources" / "sample" / "sample.toml").read_text(encoding="utf-8")

    assert f'article_number = "{PICTURED_NUMBER}"' in head
    assert parse_article_number(PICTURED_NUMBER).shown == PICTURED_NUMBER
    digits = PICTURED_NUMBER.replace(" ", "")
    for path in (ROOT / "collections_desk").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert digits not in text.replace(" ", ""), path.name
