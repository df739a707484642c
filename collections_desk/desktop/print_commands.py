"""Prints through the commands `lp`, `lpstat` and `cancel` of the system's print system.

The PDF goes in by standard input: this program leaves no readable file of its own behind
(threat W5). Commands are argument lists; no shell reads a name. Their answers are read in
the C locale, the one that does not change.
"""

from __future__ import annotations

import os
import re
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop.pdf_pages import page_sizes
from collections_desk.desktop.printers import (
    PATIENCE_SECONDS,
    PrintedJob,
    Printer,
    PrintRefusedError,
)
from collections_desk.domain.progress import Cancelled, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.progress import Progress

#: No command of the print system may take longer, in seconds: a queue on a server that is
#: away would keep the program waiting for minutes.
LONGEST_COMMAND = 15.0
#: Between two looks at a job, in seconds.
LOOK_EVERY = 0.2
#: How long to wait for a cancelled job to leave the queue, in seconds.
LONGEST_CANCEL = 10.0
SIDES = {False: "one-sided", True: "two-sided-long-edge"}
MEDIA = {"letter": "Letter", "a4": "A4"}
#: Words by which a printer's message tells of trouble rather than of its work.
TROUBLE = re.compile(r"\bnot\b|unavailable|unable|failed|offline|error", re.IGNORECASE)
#: Job states that say that the paper did not come out, as `lpstat -l` names them.
FAILED_ALERTS = ("cancel", "abort", "error", "unsupported", "stopped")


@dataclass(frozen=True, slots=True)
class _Job:
    """A line of `lpstat -o -l`: whether it has begun, and what the printer says of it."""

    begun: bool
    status: str
    alerts: str


@dataclass(frozen=True, slots=True)
class CommandPrinting:
    """Prints by `lp`.

    Attributes:
        patience: How long a printer may be silent before a job is taken back, in seconds.
        environment: Variables beside those of the process, CUPS_SERVER for one.
    """

    patience: float = PATIENCE_SECONDS
    environment: dict[str, str] = field(default_factory=dict)

    def printers(self) -> list[Printer]:
        """Return the queues of the print system, the default one first."""
        if b"not running" in self._run(["lpstat", "-r"]).stdout:
            raise PrintRefusedError(
                _say("The print system of this computer is not running."),
                _say("Start it, or save the letters as a PDF file. Nothing was printed."),
            )
        names = self._lines(["lpstat", "-e"])
        default = " ".join(self._lines(["lpstat", "-d"])).rpartition(": ")[2]
        described = _described(self._lines(["lpstat", "-l", "-p"]))
        closed = _closed(self._lines(["lpstat", "-a"]))
        found = []
        for name in dict.fromkeys([*names, *described]):
            label, stopped, message = described.get(name, (name, False, ""))
            reason = closed.get(name, message if stopped else "")
            ready = name not in closed and not stopped
            found.append(Printer(name, label, name == default, ready, reason))
        return sorted(
            found, key=lambda printer: (not printer.is_default, printer.label.casefold())
        )

    def print_pdf(  # noqa: PLR0913 - what a print job is, each part by its name
        self,
        pdf: bytes,
        *,
        printer: str,
        title: str,
        paper: str,
        duplex: bool = False,
        progress: Progress = no_progress,
    ) -> PrintedJob:
        """Hand the PDF to the print system; see `PrintSystem.print_pdf`."""
        options = ["-o", f"media={MEDIA[paper]}", "-o", f"sides={SIDES[duplex]}"]
        # Never fitted to the printable area: the address would leave the envelope's window.
        options += ["-o", "print-scaling=none"]
        answer = self._run(["lp", "-d", printer, "-t", title, *options, "-"], pdf)
        found = re.search(rb"request id is (\S+-[0-9]+)", answer.stdout)
        if answer.returncode or not found:
            said = answer.stderr.decode("utf-8", "replace").strip()
            reason = said.removeprefix("lp: ").removeprefix("Error - ") or _say("no reason given")
            raise _refused(printer, reason, begun=False)
        job = found.group(1).decode("ascii", "replace")
        self._wait(printer, job, progress)
        return PrintedJob(printer=printer, job=job, pages=len(page_sizes(pdf)))

    def _wait(self, printer: str, job: str, progress: Progress) -> None:
        """Return when the job has gone through; take it back otherwise."""
        silent_since = time.monotonic()
        while (found := self._job(job, "not-completed")) is not None:
            reason = self._obstacle(printer, found)
            if not reason:
                silent_since = time.monotonic()
            try:
                progress(0, 0)
            except Cancelled:
                if self._take_back(job):
                    raise
                return
            if time.monotonic() - silent_since > self.patience:
                if self._take_back(job):
                    raise _refused(printer, reason, begun=found.begun)
                return
            time.sleep(LOOK_EVERY)
        ended = self._job(job, "completed")
        if ended is not None and (
            not ended.begun or any(word in ended.alerts for word in FAILED_ALERTS)
        ):
            reason = ended.status or _say("the job was canceled in the queue")
            raise _refused(printer, reason, begun=ended.begun)

    def _take_back(self, job: str) -> bool:
        """Cancel a job; false if it had gone through before that."""
        self._run(["cancel", job])
        until = time.monotonic() + LONGEST_CANCEL
        while self._job(job, "not-completed") is not None:
            if time.monotonic() > until:
                raise PrintRefusedError(
                    _say("The print system did not give the job {job} back.").format(job=job),
                    _say(
                        "Cancel it in the print queue of this computer before you print these"
                        " letters again. They are not marked as printed."
                    ),
                    unclear=True,
                )
            time.sleep(LOOK_EVERY)
        ended = self._job(job, "completed")
        return ended is None or not ended.begun or "cancel" in ended.alerts

    def _obstacle(self, printer: str, job: _Job) -> str:
        """Say what keeps a job from printing; empty while it moves."""
        described = _described(self._lines(["lpstat", "-l", "-p", printer]))
        _, stopped, message = described.get(printer, (printer, False, ""))
        if stopped:
            return message or _say("the printer is paused")
        # A job may stand behind others, or print for minutes: that is no obstacle. A printer
        # that cannot be reached says so in a sentence.
        said = job.status if job.begun else message
        return said if TROUBLE.search(said) else ""

    def _job(self, job: str, which: str) -> _Job | None:
        lines = self._lines(["lpstat", "-W", which, "-l", "-o", job.rpartition("-")[0]])
        begun, status, alerts, inside, found = False, "", "", False, False
        for line in lines:
            if not line[:1].isspace():
                inside = line.split(maxsplit=1)[:1] == [job]
                found = found or inside
            elif inside and (text := line.strip()).startswith("Status:"):
                # The print system knows a status only of a job that a printer has touched.
                begun, status = True, text.removeprefix("Status:").strip()
            elif inside and text.startswith("Alerts:"):
                alerts = text.removeprefix("Alerts:").strip()
        return _Job(begun, status, alerts) if found else None

    def _lines(self, command: Sequence[str]) -> list[str]:
        text = self._run(command).stdout.decode("utf-8", "replace")
        return [line for line in text.splitlines() if line.strip()]

    def _run(
        self, command: Sequence[str], data: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - an argument list, no shell
                list(command),
                input=data,
                capture_output=True,
                check=False,
                timeout=LONGEST_COMMAND,
                env={**_clean_environment(), **self.environment, "LC_ALL": "C"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise PrintRefusedError(
                _say("The print system of this computer does not answer."),
                _say(
                    "Try again, or save the letters as a PDF file. Look into the print queue"
                    " first: the letters are not marked as printed."
                ),
                unclear=True,
            ) from error


def _clean_environment() -> dict[str, str]:
    """Return the environment without the library path of a packed program.

    An installed copy of this program points the loader at its own libraries; `lp` would
    load those and fail.
    """
    environment = dict(os.environ)
    if "LD_LIBRARY_PATH_ORIG" in environment:
        environment["LD_LIBRARY_PATH"] = environment.pop("LD_LIBRARY_PATH_ORIG")
    return environment


def _described(lines: Sequence[str]) -> dict[str, tuple[str, bool, str]]:
    """Read `lpstat -l -p`: by name, the description, whether it is stopped, its message."""
    printers: dict[str, tuple[str, bool, str]] = {}
    name, heading = "", False
    for line in lines:
        if found := re.match(r"printer (\S+) (.*)", line):
            name, heading = found.group(1), True
            printers[name] = (name, found.group(2).startswith("disabled"), "")
        elif name and line.strip().startswith("Form mounted:"):
            heading = False
        elif name and heading:
            label, stopped, message = printers[name]
            printers[name] = (label, stopped, f"{message} {line.strip()}".strip())
        elif name and line.strip().startswith("Description:"):
            _, stopped, message = printers[name]
            label = line.strip().removeprefix("Description:").strip()
            printers[name] = (label or name, stopped, message)
    return printers


def _closed(lines: Sequence[str]) -> dict[str, str]:
    """Read `lpstat -a`: the printers that take no jobs, with the reason given."""
    closed: dict[str, str] = {}
    name = ""
    for line in lines:
        if found := re.match(r"(\S+) not accepting requests", line):
            name = found.group(1)
            closed[name] = _say("it takes no jobs")
        elif line[:1].isspace() and name:
            closed[name] = line.strip()
        else:
            name = ""
    return closed


def _refused(printer: str, reason: str, *, begun: bool) -> PrintRefusedError:
    remedy = _say("The letters stay in “To print”. See to the printer, or choose another one.")
    if begun:
        remedy += " " + _say("If pages came out, put them aside: they are not on record.")
    return PrintRefusedError(
        _say("{printer} did not print: {reason}").format(
            printer=printer, reason=reason if reason.endswith(".") else f"{reason}."
        ),
        remedy,
    )


def _say(text: str) -> str:
    return QCoreApplication.translate("Printing", text)
