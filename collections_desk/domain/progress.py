"""How long work tells where it is, and how it learns that the clerk changed her mind."""

from __future__ import annotations

from typing import Protocol


class Cancelled(Exception):  # noqa: N818 - not an error: the clerk asked for it
    """The clerk pressed Cancel; nothing half-done stays behind."""


class Progress(Protocol):
    """Called now and then by long work.

    It raises `Cancelled` once the clerk has asked for it, so work that holds something
    (a file, a transaction) lets go of it by the ordinary way of an exception.
    """

    def __call__(self, done: int, total: int) -> None:
        """Tell that `done` of `total` steps are behind us."""


def no_progress(done: int, total: int) -> None:
    """Tell nobody, cancel never: for the command line and for tests."""
