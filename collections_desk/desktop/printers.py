"""Printers, jobs, and what a print system must do, whichever way it does it.

A letter counts as printed only when its job has gone through. A job that a printer does
not take is taken back, with the reason in words, so that it cannot come out later
unrecorded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from collections_desk.domain.progress import no_progress
from collections_desk.errors import DeskError

if TYPE_CHECKING:
    from collections_desk.domain.progress import Progress

#: How long a printer may be silent before its job is taken back, in seconds.
PATIENCE_SECONDS = 20.0


class PrintRefusedError(DeskError):
    """A printer did not take a job, or did not finish it.

    Attributes:
        unclear: Whether nobody knows if the pages came out or still will: the job could not
            be taken back, or the print system fell silent.
    """

    def __init__(self, problem: str, remedy: str, *, unclear: bool = False) -> None:
        super().__init__(problem, remedy)
        self.unclear = unclear


@dataclass(frozen=True, slots=True)
class Printer:
    """One printer as the print system describes it.

    Attributes:
        name: What the print system calls it.
        label: What the clerk reads; the name again where nobody wrote a description.
        is_default: Whether the system would choose it.
        ready: Whether it takes and prints jobs now.
        reason: Why it is not ready, in the words of the print system; empty if it is.
    """

    name: str
    label: str
    is_default: bool
    ready: bool = True
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PrintedJob:
    """A job that has gone through.

    Attributes:
        printer: The name of the printer.
        job: The number under which the print system knew the job; empty if it gave none.
        pages: How many pages were sent.
    """

    printer: str
    job: str
    pages: int


class PrintSystem(Protocol):
    """Whatever stands between this program and paper."""

    def printers(self) -> list[Printer]:
        """Return the printers, the default one first.

        Raises:
            PrintRefusedError: If the print system itself does not answer.
        """
        ...

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
        """Print and wait until the job has gone through.

        Args:
            pdf: The whole document.
            printer: A name from `printers`.
            title: Shown in the queue, which others can read: no customer's name in it.
            paper: "letter" or "a4".
            duplex: Whether both sides of a sheet are printed on.
            progress: Raises `Cancelled` when the clerk gives up; the job is taken back.

        Raises:
            PrintRefusedError: If it did not come to print; nothing is left in the queue.
            Cancelled: If the clerk gave up and the job could be taken back whole.
        """
        ...
