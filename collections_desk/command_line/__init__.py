"""The command line: the window, and what can be done without one.

Exit codes: 0 done, 1 refused (the sentence is on stderr), 2 used wrongly.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from collections_desk.command_line.arguments import read_arguments
from collections_desk.errors import DeskError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, REFUSED, USED_WRONGLY = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        _say_everything(stream)
    arguments = read_arguments(words)
    try:
        result: int = arguments.run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        return _refuse(error, USED_WRONGLY)
    except DeskError as error:
        return _refuse(error, REFUSED)
    except BrokenPipeError:
        # Whoever read us has read enough, "head" for one. Python must not complain at exit.
        sys.stderr.close()
        return DONE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)  # noqa: T201 - this is where we talk
        return REFUSED
    return result


def _refuse(error: DeskError, code: int) -> int:
    quoted = f" [{error.code}]" if error.code else ""
    print(f"{error.problem} {error.remedy}{quoted}", file=sys.stderr)  # noqa: T201 - as above
    return code


def _say_everything(stream: TextIO) -> None:
    """Let names of any script through, also where the terminal cannot show them."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
