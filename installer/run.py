#!/usr/bin/env python3
"""Install Collections Desk from this checkout and start it, or test it.

    python3 installer/run.py              the program, on sample data
    python3 installer/run.py test         all tests; what follows goes to pytest
    python3 installer/run.py program ...  the program on your own data; the rest goes to it

Standard library only, so that a bare Python is enough. Everything that is installed for
Python goes into the folder .venv of this checkout. On Debian and Ubuntu the libraries that
Qt needs are installed with apt-get; elsewhere they come with the desktop.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
LEAST_PYTHON = (3, 11)

#: What Qt needs to open a window, and fonts for what is drawn in it.
FOR_THE_WINDOW = (
    "libegl1",
    "libgl1",
    "libxkbcommon0",
    "libglib2.0-0",
    "libfontconfig1",
    "libdbus-1-3",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxkbcommon-x11-0",
    "libxcb-shape0",
    "fonts-dejavu-core",
)
#: The real parts that the tests use: a print system, a keyring, a spreadsheet program, a
#: second reader of PDF, and what makes a disk fail on purpose.
FOR_THE_TESTS = (
    "poppler-utils",
    "cups-daemon",
    "cups-client",
    "cups-filters",
    "cups-ipp-utils",
    "gnome-keyring",
    "dbus-daemon",
    "dbus-x11",
    "libsecret-tools",
    "libreoffice-calc",
    "strace",
    "xvfb",
    "xauth",
)


def main() -> int:
    """Install what is missing, then do what was asked."""
    words = sys.argv[1:]
    task = words[0] if words else "run"
    if task in {"-h", "--help"} or task not in {"run", "test", "program"}:
        print(__doc__)
        return 0 if task in {"-h", "--help"} else 2
    if sys.version_info < LEAST_PYTHON:
        found = ".".join(str(part) for part in sys.version_info[:3])
        print(
            "Collections Desk needs Python 3.11 or newer; this is Python " + found + ".\n"
            "Start this script with a newer one, for example: python3.11 installer/run.py\n"
            "Nothing was installed.",
            file=sys.stderr,
        )
        return 1
    testing = task == "test"
    if not install_system_packages(testing=testing):
        return 1
    if not install_python_packages(testing=testing):
        return 1
    return start_tests(words[1:]) if testing else start_program(task, words[1:])


def install_system_packages(*, testing: bool) -> bool:
    """On Debian and its kin, install the packages that are missing; tell how if we may not."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        return True
    wanted = list(FOR_THE_WINDOW + (FOR_THE_TESTS if testing else ()))
    if importlib.util.find_spec("ensurepip") is None:
        wanted.append("python3-venv")
    missing = [name for name in wanted if not is_installed(name)]
    if not missing:
        return True
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root:
        before: list[str] = []
    elif shutil.which("sudo"):
        before = ["sudo"]
    else:
        print(
            "These system packages are missing. Install them, then start this script again:\n\n"
            "    apt-get update && " + " ".join(install) + "\n",
            file=sys.stderr,
        )
        return False
    print("Installing system packages: " + " ".join(missing), flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], install):
        if subprocess.run([*before, *command], env=quiet, check=False).returncode != 0:
            print(
                "apt-get did not finish. Run this as root, then start this script again:\n\n"
                "    apt-get update && " + " ".join(install) + "\n",
                file=sys.stderr,
            )
            return False
    return True


def is_installed(package: str) -> bool:
    """Tell whether a package is there, also under the name it has since Debian 13."""
    question = ["dpkg-query", "-W", "-f", "${db:Status-Status}\n", package, package + "t64"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    return "installed" in answer.stdout.split()


def install_python_packages(*, testing: bool) -> bool:
    """Make .venv and install exactly the versions, and the very files, that are listed."""
    requirements = ROOT / ("requirements-test.txt" if testing else "requirements.txt")
    mark = fingerprint(requirements)
    stamps = [ENVIRONMENT / name for name in ("installed-test", "installed-run")]
    stamp = stamps[0] if testing else stamps[1]
    if python().exists() and any(has_mark(one, mark) for one in (stamp, stamps[0])):
        return True
    if not testing and has_mark(stamps[0], fingerprint(ROOT / "requirements-test.txt")):
        return True
    print("Installing into " + str(ENVIRONMENT) + " (a few minutes the first time)", flush=True)
    if not python().exists() or not is_our_version():
        venv.EnvBuilder(with_pip=True, clear=True).create(ENVIRONMENT)
    exact = ["--require-hashes", "--only-binary", ":all:", "--no-deps", "-r", str(requirements)]
    steps = [exact]
    if testing:
        steps.append(["--no-deps", "--no-build-isolation", "--editable", str(ROOT)])
    for step in steps:
        command = [str(python()), "-m", "pip", "install", "--quiet"]
        command += ["--disable-pip-version-check", *step]
        if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
            print(
                "The Python packages could not be installed; see the lines above. Once the\n"
                "cause is gone, start this script again: it goes on where it stopped.",
                file=sys.stderr,
            )
            return False
    if not testing:
        point_to_checkout()
    stamp.write_text(mark, encoding="utf-8")
    return True


def fingerprint(requirements: Path) -> str:
    """Return what an installation depends on, as one hash: any change installs anew."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (requirements, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    digest.update(str(ROOT).encode())
    return digest.hexdigest()


def has_mark(stamp: Path, mark: str) -> bool:
    """Tell whether an installation of exactly this kind was finished."""
    return stamp.exists() and stamp.read_text(encoding="utf-8") == mark


def python() -> Path:
    """Return the interpreter of .venv."""
    if sys.platform == "win32":
        return ENVIRONMENT / "Scripts" / "python.exe"
    return ENVIRONMENT / "bin" / "python"


def is_our_version() -> bool:
    """Tell whether .venv works and was made by the Python that runs this script."""
    question = [str(python()), "-c", "import pip, sys; print(sys.version)"]
    answer = subprocess.run(question, capture_output=True, text=True, check=False)
    return answer.stdout.strip() == sys.version.strip()


def point_to_checkout() -> None:
    """Let .venv find the program in this checkout; this needs nothing that builds packages."""
    question = [str(python()), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    answer = subprocess.run(question, capture_output=True, text=True, check=True)
    pointer = Path(answer.stdout.strip()) / "collections-desk-checkout.pth"
    pointer.write_text(str(ROOT) + "\n", encoding="utf-8")


def start_program(task: str, words: list[str]) -> int:
    """Start the program: on sample data, or as the words say."""
    command = [str(python()), "-m", "collections_desk"]
    command += words if task == "program" else ["demo", *words]
    return subprocess.run(command, check=False).returncode


def start_tests(words: list[str]) -> int:
    """Run the tests on two processes, in random order, and say why any was skipped."""
    environment = dict(os.environ)
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [str(python()), "-m", "pytest", "-n", "2", "-r", "s"]
    if environment.get("CI"):
        command += ["-p", "tests.no_skips"]
    return subprocess.run([*command, *words], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
