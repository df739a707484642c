"""A print system of our own: its own socket, folders and queues, no port, no root needed.

Each queue writes what it receives into a PDF file, so a test can read back what would have
been on paper.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

#: Describes a printer that takes PDF and gives PDF; comes with the print filters.
DRIVER = Path("/usr/share/ppd/cupsfilters/Generic-PDF_Printer-PDF.ppd")
TOOLS = ("cupsd", "lpadmin", "lp", "lpstat", "cancel", "cupsdisable", "cupsreject", "pdftotext")

FILES = """\
ServerRoot {at}/server
StateDir {at}/state
CacheDir {at}/cache
RequestRoot {at}/spool
TempDir {at}/tmp
AccessLog {at}/log/access
ErrorLog {at}/log/error
PageLog {at}/log/page
FileDevice Yes
Sandboxing relaxed
"""
RULES = """\
Listen {at}/cups.sock
Browsing Off
BrowseLocalProtocols none
WebInterface No
DefaultAuthType None
<Location />
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Location /admin>
  Order allow,deny
  Allow 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""


def missing() -> str:
    """Say what is missing here for a print system; empty if nothing is."""
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    absent = [tool for tool in TOOLS if shutil.which(tool, path=path) is None]
    if not DRIVER.exists():
        absent.append(str(DRIVER))
    return f"no print system here: {', '.join(absent)} missing" if absent else ""


@dataclass
class PrintQueue:
    """The running print system."""

    at: Path
    daemon: subprocess.Popen[bytes]

    @property
    def environment(self) -> dict[str, str]:
        """Variables that lead the print commands here and nowhere else."""
        return {"CUPS_SERVER": str(self.at / "cups.sock")}

    def add(self, name: str, *, device: str = "", label: str = "") -> Path:
        """Add a queue and return the file that it prints to."""
        output = self.at / "out" / f"{name}.pdf"
        self.run("lpadmin", "-p", name, "-E", "-v", device or f"file:{output}", "-P", str(DRIVER))
        if label:
            self.run("lpadmin", "-p", name, "-D", label)
        return output

    def run(self, *command: str) -> str:
        """Run one of the print system's own commands."""
        path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        done = subprocess.run(
            command,
            env={**os.environ, **self.environment, "LC_ALL": "C", "PATH": path},
            capture_output=True,
            check=True,
            timeout=30,
        )
        return done.stdout.decode()

    def waiting(self) -> list[str]:
        """Return the jobs that are still in a queue."""
        return [line.split()[0] for line in self.run("lpstat", "-o").splitlines()]

    def stop(self) -> None:
        """End the print system and remove its folders."""
        self.daemon.terminate()
        self.daemon.wait(timeout=20)
        shutil.rmtree(self.at, ignore_errors=True)


def start() -> PrintQueue:
    """Start a print system that knows no printer yet."""
    at = Path(tempfile.mkdtemp(prefix="print-queue-"))
    at.chmod(0o755)  # the print filters run as another user
    for folder in ("server", "state", "cache", "spool", "tmp", "out", "log"):
        (at / folder).mkdir()
    for folder in ("tmp", "out"):
        (at / folder).chmod(0o1777)
    (at / "server" / "cups-files.conf").write_text(FILES.format(at=at), encoding="ascii")
    (at / "server" / "cupsd.conf").write_text(RULES.format(at=at), encoding="ascii")
    path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    program = shutil.which("cupsd", path=path)
    assert program
    daemon = subprocess.Popen(
        [program, "-f", "-c", f"{at}/server/cupsd.conf", "-s", f"{at}/server/cups-files.conf"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 20
    while not (at / "cups.sock").exists():
        assert time.monotonic() < until, "the print system did not start"
        assert daemon.poll() is None, "the print system ended at once"
        time.sleep(0.05)
    return PrintQueue(at, daemon)
