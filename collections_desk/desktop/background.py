"""Work off the screen's thread, and the way back to it."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from collections_desk.desktop.collector import ScreenCollector
from collections_desk.domain.progress import Cancelled
from collections_desk.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.domain.progress import Progress

Result = TypeVar("Result")

#: Progress reaches the screen at most this often, in seconds; painting more is waste.
SECONDS_BETWEEN_REPORTS = 0.05


class LongWork(QObject):
    """One piece of long work as the screen sees it: how far it is, and a way to stop it."""

    moved = Signal(int, int)  # done, total
    ended = Signal()

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._cancelled = threading.Event()
        self._reported = 0.0

    @property
    def cancel_asked(self) -> bool:
        """Whether Cancel was pressed."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Ask the work to let go; it does so at its next report."""
        self._cancelled.set()

    def progress(self, done: int, total: int) -> None:
        """Take a report from the work, on its own thread.

        Raises:
            Cancelled: If the clerk pressed Cancel.
        """
        if self._cancelled.is_set():
            raise Cancelled
        moment = time.monotonic()
        if moment - self._reported >= SECONDS_BETWEEN_REPORTS or done >= total:
            self._reported = moment
            self.moved.emit(done, total)


@dataclass(frozen=True, slots=True)
class _Errand(Generic[Result]):
    """Who waits for an answer, and by which door it comes back."""

    done: Callable[[Result], object]
    failed: Callable[[DeskError], object]
    owner: QObject | None
    cancelled: Callable[[], object] | None = None
    tidy: Callable[[], None] | None = None
    unwanted: Callable[[Result], object] | None = None
    given_up: threading.Event = field(default_factory=threading.Event)
    delivered: threading.Event = field(default_factory=threading.Event)
    once: threading.Lock = field(default_factory=threading.Lock)

    def let_go(self, result: Result) -> None:
        """Hand over, once, what came after it was given up; any thread may find that."""
        if self.unwanted is not None and self.once.acquire(blocking=False):
            self.unwanted(result)

    def deliver(self, future: Future[Result]) -> None:
        """Hand the answer over, on the screen's thread; a fault is raised here."""
        if self.tidy is not None:
            self.tidy()
        try:
            result = future.result()
        except DeskError as error:
            if _alive(self.failed, self.owner):
                self.failed(error)
        except Cancelled:
            if self.cancelled is None:
                raise
            if _alive(self.cancelled, self.owner):
                self.cancelled()
        else:
            if _alive(self.done, self.owner):
                self.done(result)


class Background(QObject):
    """One worker thread, which owns the store, and the way back to the screen's thread.

    A single thread keeps the order in which the clerk asked, and lets the store be used
    by one piece of work at a time. Work must not touch a widget: read the widgets first
    and hand over plain values.
    """

    busy_changed = Signal(bool)
    long_work_began = Signal(LongWork)
    _ready = Signal(object)  # a callable to run on the screen's thread

    def __init__(
        self, parent: QObject | None = None, *, quiet: Callable[[], bool] = lambda: True
    ) -> None:
        """Start the worker.

        Args:
            parent: Its owner.
            quiet: Tells whether the clerk would not notice if the window stood still a while.
        """
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._waiting = 0
        self._collector = ScreenCollector(self, quiet=quiet)
        # Queued always: `done` never runs inside `run`, however fast the work was.
        self._ready.connect(lambda callback: callback(), Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any work has not come back yet."""
        return self._waiting > 0

    def run(
        self,
        work: Callable[[], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[DeskError], object],
        owner: QObject | None = None,
    ) -> None:
        """Run `work`; then call `done` or `failed` on the screen's thread.

        Only a `DeskError` goes to `failed`. Any other exception is a fault in this
        program: it is raised on the screen's thread, for the crash handler.

        Args:
            work: What to do, without touching a widget.
            done: Gets the result.
            failed: Gets a problem that the clerk can act on.
            owner: If this widget is gone when the work is done, nobody is called. A bound
                method of a widget is its own owner.
        """
        self._count(+1)
        future = self._executor.submit(work)
        self._bring_back(future, _Errand(done, failed, owner))

    def run_long(  # noqa: PLR0913 - what a long piece of work may end in, each by name
        self,
        title: str,
        work: Callable[[Progress], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[DeskError], object],
        cancelled: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> LongWork:
        """Run `work` with a progress bar (after half a second) and a Cancel button.

        Args:
            title: What the bar says, in the words of the clerk: "Importing march.csv".
            work: Gets a `Progress` to call now and then; that call raises `Cancelled`.
            done: Gets the result.
            failed: Gets a problem that the clerk can act on.
            cancelled: Called when the work stopped because the clerk asked for it.
            owner: As in `run`.
        """
        long_work = LongWork(title, self)
        self._count(+1)
        self.long_work_began.emit(long_work)  # first, so that no report is missed
        future = self._executor.submit(work, long_work.progress)

        def tidy() -> None:
            long_work.ended.emit()
            long_work.deleteLater()

        self._bring_back(future, _Errand(done, failed, owner, cancelled or (lambda: None), tidy))
        return long_work

    def run_apart(
        self,
        work: Callable[[], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[DeskError], object],
        unwanted: Callable[[Result], object] | None = None,
        owner: QObject | None = None,
    ) -> Callable[[], None]:
        """Run work that may never come back, a call to the keyring for one, on a thread apart.

        The thread does not keep the program alive. The returned function gives the work
        up: whatever it brings later is handed to nobody but `unwanted`, which lets go of it.

        Args:
            work: What to do, without touching a widget.
            done: Gets the result.
            failed: Gets a problem that the clerk can act on.
            unwanted: Gets a result that came after it was given up, on any thread.
            owner: As in `run`.
        """
        future: Future[Result] = Future()
        errand = _Errand(done, failed, owner, unwanted=unwanted)

        def body() -> None:
            try:
                result = work()
                if errand.given_up.is_set():
                    errand.let_go(result)
                future.set_result(result)
            except BaseException as error:  # noqa: BLE001 - handed over to the other thread
                future.set_exception(error)

        self._count(+1)
        self._bring_back(future, errand)
        threading.Thread(target=body, name="apart", daemon=True).start()

        def give_up() -> None:
            if not errand.given_up.is_set() and not errand.delivered.is_set():
                errand.given_up.set()
                self._count(-1)

        return give_up

    def stop(self) -> None:
        """Finish what was asked for, and take no more work."""
        self._executor.shutdown(wait=True)
        self._collector.stop()

    def _bring_back(self, future: Future[Result], errand: _Errand[Result]) -> None:
        def deliver() -> None:
            if errand.given_up.is_set():  # perhaps after the work had ended
                if future.exception() is None:
                    errand.let_go(future.result())
                return
            self._count(-1)
            errand.delivered.set()
            errand.deliver(future)

        def announce(finished: Future[Result]) -> None:
            if not finished.cancelled() and isValid(self):
                self._ready.emit(deliver)

        future.add_done_callback(announce)

    def _count(self, step: int) -> None:
        before, self._waiting = self._waiting, self._waiting + step
        if bool(before) != bool(self._waiting):
            self.busy_changed.emit(bool(self._waiting))


def _alive(callback: Callable[..., object], owner: QObject | None) -> bool:
    """Tell whether there is still a widget to bring the answer to."""
    target = owner if owner is not None else getattr(callback, "__self__", None)
    return not isinstance(target, QObject) or isValid(target)
