"""What happens when the program itself is at fault: one calm box, drafts kept, a report.

The report has the version, the system, and where in our code it happened. It has no
message of the exception and no value of any variable, because those may hold what
belongs to a customer. It is written on this computer and never sent anywhere.
"""

from __future__ import annotations

import platform
import sys
import threading
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, qVersion
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from collections_desk import __version__
from collections_desk.desktop.messages import announce, plain_box

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

#: Reports kept; older ones are removed.
REPORTS_KEPT = 20
#: Reports are files of this name, with the moment in it.
PATTERN = "fault-*.txt"


def report_text(
    kind: type[BaseException], trace: TracebackType | None, *, now: datetime, thread: str
) -> str:
    """Return what is written down about a fault: places in code, and nothing of any customer."""
    lines = [
        f"Collections Desk {__version__}",
        f"{now:%Y-%m-%d %H:%M:%S %Z}",
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"Python {platform.python_version()}, Qt {qVersion()}",
        f"Thread: {thread}",
        "",
        f"{kind.__module__}.{kind.__qualname__}",
    ]
    for frame in traceback.extract_tb(trace):
        lines.append(f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}")
        if frame.line:
            lines.append(f"      {frame.line}")
    lines += ["", "The message of the fault is left out: it may hold customer data.", ""]
    return "\n".join(lines)


class CrashHandler(QObject):
    """Takes every exception that nobody else takes, from any thread."""

    _fell = Signal(object, object, str)  # type, traceback, thread

    def __init__(
        self,
        folder: Callable[[], Path],
        keep_drafts: Callable[[], None],
        now: Callable[[], datetime],
        parent: QWidget,
    ) -> None:
        """Prepare; `install` begins.

        Args:
            folder: Where reports are written.
            keep_drafts: Saves what is half typed.
            now: The clock.
            parent: The window.
        """
        super().__init__(parent)
        self._window = parent
        self._folder = folder
        self._keep_drafts = keep_drafts
        self._now = now
        self._seen: set[str] = set()
        self.box: QMessageBox | None = None
        self.last_report: Path | None = None
        self._fell.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take exceptions from now on."""
        sys.excepthook = self._hook
        threading.excepthook = self._hook_of_threads

    def remove(self) -> None:
        """Take no more."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def take(self, kind: type[BaseException], trace: TracebackType | None) -> None:
        """Take a fault on the screen's thread."""
        self._take(kind, trace, threading.current_thread().name)

    def _hook(
        self, kind: type[BaseException], _value: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        self._fell.emit(kind, trace, threading.current_thread().name)

    def _hook_of_threads(self, args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread is not None else ""
        self._fell.emit(args.exc_type, args.exc_traceback, name)

    def _take(self, kind: type[BaseException], trace: TracebackType | None, thread: str) -> None:
        last = traceback.extract_tb(trace)[-1:]
        place = f"{kind.__qualname__} {[(frame.filename, frame.lineno) for frame in last]}"
        if place in self._seen:  # a fault in painting comes back sixty times a second
            return
        self._seen.add(place)
        text = report_text(kind, trace, now=self._now(), thread=thread)
        kept = self._try_keep()
        self.last_report = self._write(text)
        self._show(text, kept=kept)

    def _try_keep(self) -> bool:
        try:
            self._keep_drafts()
        except Exception:  # noqa: BLE001 - the fault may be in the very thing that saves
            return False
        return True

    def _write(self, text: str) -> Path | None:
        folder = self._folder()
        path = folder / f"fault-{self._now():%Y%m%d-%H%M%S-%f}.txt"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            path.chmod(0o600)
            for old in sorted(folder.glob(PATTERN))[:-REPORTS_KEPT]:
                old.unlink()
        except OSError:
            return None
        return path

    def _show(self, text: str, *, kept: bool) -> None:
        if self.box is not None:
            return
        remarks = [
            self.tr("What you typed is kept as a draft.")
            if kept
            else self.tr("What you are typing now may not be kept: copy it before you go on."),
            self.tr(
                "You can go on; if it happens again, close the program and start it anew."
                " A report without any customer data was written on this computer."
                " Nothing is sent."
            ),
        ]
        box = plain_box(
            self._window,
            self.tr("Something in the program went wrong."),
            "\n\n".join(remarks),
            QMessageBox.Icon.Warning,
        )
        box.setDetailedText(text)
        save = box.addButton(self.tr("&Save the Report …"), QMessageBox.ButtonRole.ActionRole)
        go_on = box.addButton(self.tr("&Go On"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(go_on)
        box.setEscapeButton(go_on)
        save.clicked.connect(lambda: self._save_as(text))
        box.finished.connect(self._forget_box)
        self.box = box
        announce(box, box.text(), urgent=True)
        box.open()

    def _save_as(self, text: str) -> None:
        chooser = QFileDialog(self._window, self.tr("Save the report"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("txt")
        chooser.selectFile("collections-desk-report.txt")
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(lambda path: Path(path).write_text(text, encoding="utf-8"))
        chooser.open()

    def _forget_box(self) -> None:
        self.box = None


def _short(file_name: str) -> str:
    """Return a file name without the folders of this computer."""
    parts = Path(file_name).parts
    for anchor in ("collections_desk", "site-packages"):
        if anchor in parts:
            place = len(parts) - 1 - parts[::-1].index(anchor)
            return "/".join(parts[place:] if anchor == "collections_desk" else parts[place + 1 :])
    return parts[-1] if parts else ""
