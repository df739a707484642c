from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.printing.print_queue import PrintQueue, missing, start


@pytest.fixture(scope="session")
def queue() -> Iterator[PrintQueue]:
    """A private print system with one good printer, "Desk"."""
    if reason := missing():
        pytest.skip(reason)
    running = start()
    try:
        running.add("Desk", label="The desk printer")
        running.run("lpadmin", "-d", "Desk")
        running.add("Jammed", label="The old one")
        running.run("cupsdisable", "-r", "The paper tray is empty", "Jammed")
        running.add("Moved")
        running.run("cupsreject", "-r", "It stands on the second floor now", "Moved")
        running.add("Away", device="ipp://127.0.0.1:9/ipp/print")
        yield running
    finally:
        running.stop()
