"""A file and a port that nobody may touch, put in the place of those that a value names."""

from __future__ import annotations

import ctypes
import os
import socket
from pathlib import Path

IN_OPEN = 0x20


class Bait:
    """Watches a file for being opened, by whatever code, and a port for being called."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "bait.txt"
        self.file.write_text("root:x:0:0", encoding="utf-8")
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._watch = self._libc.inotify_init1(os.O_NONBLOCK)
        added = self._libc.inotify_add_watch(self._watch, str(self.file).encode(), IN_OPEN)
        assert added >= 0, os.strerror(ctypes.get_errno())
        self._port = socket.create_server(("127.0.0.1", 0))
        self._port.settimeout(0)

    def lay(self, value: str) -> str:
        """Put the bait into a value."""
        host = f"127.0.0.1:{self._port.getsockname()[1]}"
        laid = value.replace("/etc/passwd", str(self.file))
        return laid.replace("127.0.0.1:9/", f"{host}/").replace("//127.0.0.1/", f"//{host}/")

    def was_opened(self) -> bool:
        """Tell whether the file was opened since the last question."""
        try:
            return bool(os.read(self._watch, 4096))
        except BlockingIOError:
            return False

    def was_called(self) -> bool:
        """Tell whether somebody called the port since the last question."""
        try:
            self._port.accept()[0].close()
        except BlockingIOError:
            return False
        return True

    def close(self) -> None:
        """Let go of both."""
        os.close(self._watch)
        self._port.close()
