"""Many letters at once, on all cores: letters are plain values, so any process can render one."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING

from collections_desk.domain.progress import no_progress
from collections_desk.letters.documents import render_counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from collections_desk.domain.progress import Progress
    from collections_desk.letters.content import LetterContent
    from collections_desk.letters.fonts import Assets

#: From this many letters on the work of other processes is worth their start.
PARALLEL_FROM = 20
#: How many letters go to a process at once: few enough that Cancel is felt at once.
CHUNK = 10

_assets: list[Assets] = []


def render_each(
    contents: Sequence[LetterContent],
    assets: Assets,
    progress: Progress = no_progress,
    *,
    parallel_from: int = PARALLEL_FROM,
) -> list[tuple[bytes, int]]:
    """Return each letter's PDF and page count, in the order given.

    `progress` may raise `Cancelled`; the processes are then stopped and nothing remains.
    """
    total = len(contents)
    workers = min(os.cpu_count() or 1, 8)
    rendered: list[tuple[bytes, int]] = []
    if total < parallel_from or workers == 1:
        for number, content in enumerate(contents):
            progress(number, total)
            rendered.append(render_counted(content, assets))
    else:
        for piece in _in_processes(contents, assets, workers):
            rendered.append(piece)
            progress(len(rendered), total)
    progress(total, total)
    return rendered


def _in_processes(
    contents: Sequence[LetterContent], assets: Assets, workers: int
) -> Iterator[tuple[bytes, int]]:
    # A forked copy of a program with a window and threads can hang, so processes start fresh.
    with ProcessPoolExecutor(
        workers, mp_context=get_context("spawn"), initializer=_prepare, initargs=(assets,)
    ) as pool:
        try:
            yield from pool.map(_render, contents, chunksize=CHUNK)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _prepare(assets: Assets) -> None:
    _assets[:] = [assets]


def _render(content: LetterContent) -> tuple[bytes, int]:
    return render_counted(content, _assets[0])
