"""The memo of a decision on paper, and what is kept of it as plain values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.envelopes import PAPERS
from collections_desk.domain.placements import plain_percent
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.composing import letterhead
from collections_desk.letters.memo import missing_in_memo, render_memo
from collections_desk.operations.mail_facts import assets_for

if TYPE_CHECKING:
    from collections_desk.domain.decisions import Memo
    from collections_desk.domain.money import Money
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.placements import Receiver
    from collections_desk.store.reading import Reading


def rendered(session: Reading, desk: Desk, settings: Settings, memo: Memo) -> bytes:
    """Return the memo of a decision as a PDF.

    Raises:
        LetterRefusedError: If the fonts lack a shape.
    """
    assets = assets_for(desk, session, settings)
    missing = missing_in_memo(memo, assets)
    if missing:
        raise LetterRefusedError(
            f"The fonts have no shape for {', '.join(missing[:8])}.",
            "Write the reason in other letters, or rename the customer. No memo was made.",
        )
    return render_memo(
        memo, letterhead(settings), assets, paper=PAPERS[settings.paper], sample=desk.sample
    )


def given_to(receiver: Receiver | None, costs: Money | None) -> dict[str, object]:
    """Return who is to get it, as the letters L12 and L13 name it later."""
    if receiver is None:
        return {}
    return {
        "with": {
            "name": receiver.name,
            "address": list(receiver.address_lines),
            "phone": receiver.phone,
            "percent": plain_percent(receiver.commission_percent),
            "costs": [costs.minor, costs.currency] if costs is not None else None,
        }
    }


def plain(memo: Memo) -> dict[str, object]:
    """Return the memo as plain values, to be kept with the decision."""
    return {
        "head": [list(line) for line in memo.head],
        "aging": [list(row) for row in memo.aging],
        "parts": {
            part.title: [*(list(line) for line in part.lines), *part.words] for part in memo.parts
        },
    }
