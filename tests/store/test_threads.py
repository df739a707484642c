"""Several threads through the one connection: nothing is lost and nobody is told "locked"."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from collections_desk.operations.desk import Desk
from collections_desk.store.audit_log import verify_chain
from collections_desk.store.settings import read_info, save_info

THREADS, EACH = 4, 50


def test_no_entry_is_lost_between_threads(desk: Desk) -> None:
    def save(thread: int) -> None:
        for number in range(EACH):
            with desk.database.write("x", "x", now=desk.now()) as transaction:
                save_info(transaction, f"{thread}-{number}", "x")

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(save, range(THREADS)))

    with desk.database.read() as session:
        for thread in range(THREADS):
            for number in range(EACH):
                assert read_info(session, f"{thread}-{number}") == "x"
        report = verify_chain(session)
    assert report.whole
    assert report.count == THREADS * EACH + 1
