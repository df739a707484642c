"""Many letters at once, on all cores: letters are plain values, so any process can render one."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from collections_desk.domain.progress import no_progress
from collections_desk.letters.runs import Piece, render_piece

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collections_desk.domain.progress import Progress
    from collections_desk.letters.fonts import Assets

#: From this many letters on the work of other processes is worth their start, which takes
#: about as long as a hundred letters in this one (measured with tests/benchmarks).
PARALLEL_FROM = 120
#: How many letters go to a process at once: few enough that Cancel is felt at once.
CHUNK = 10

_assets: list[Assets] = []


def render_each(
    pieces: Sequence[Piece],
    assets: Assets,
    progress: Progress = no_progress,
    *,
    parallel_from: int = PARALLEL_FROM,
) -> list[tuple[bytes, int]]:
    """Return each piece's PDF and page count, in the order given.

    `progress` may raise `Cancelled`; the processes are then stopped and nothing remains.
    """
    total = len(pieces)
    workers = min(os.cpu_count() or 1, 8)
    rendered: list[tuple[bytes, int]] = []
    if total < parallel_from or workers == 1:
        for number, piece in enumerate(pieces):
            progress(number, total)
            rendered.append(render_piece(piece, assets))
    else:
        for done in _in_processes(pieces, assets, workers):
            rendered.append(done)
            progress(len(rendered), total)
    progress(total, total)
    return rendered


def _in_processes(
    pieces: Sequence[Piece], assets: Assets, workers: int
) -> Iterator[tuple[bytes, int]]:
    # A forked copy of a program with a window and threads can hang, so processes start fresh.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(assets,)
    ) as pool:
        try:
            yield from pool.map(_render, pieces, chunksize=CHUNK)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _prepare(assets: Assets) -> None:
    _assets[:] = [assets]


def _render(piece: Piece) -> tuple[bytes, int]:
    return render_piece(piece, _assets[0])
