"""What a call log holds, whatever format it is written in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from collections_desk.domain.call_log import CallLogHeader, Column

#: Rows as the store gives them.
Batch: TypeAlias = "Sequence[tuple[Any, ...]]"


@dataclass(frozen=True)
class CallLog:
    """What is written.

    Attributes:
        columns: What each cell of a row is.
        header: What stands above; its `body_sha256` is filled in by the writer.
        batches: Gives all rows anew each time it is called.
        fonts: "regular" and "bold" to the bytes of a TrueType font, for PDF.
        paper: "letter" or "a4", for PDF.
    """

    columns: Sequence[Column]
    header: CallLogHeader
    batches: Callable[[], Generator[Batch, None, None]]
    fonts: Mapping[str, bytes]
    paper: str = "letter"
