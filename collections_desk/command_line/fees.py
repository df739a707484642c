"""Late charges without the window: what is possible today, each line with its working."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from collections_desk.command_line.opening import opened_desk
from collections_desk.command_line.talking import say
from collections_desk.domain.charges import charge_label
from collections_desk.domain.money_text import money_text
from collections_desk.operations.fees import preview_charges

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from collections_desk.operations.fees import ChargePreview


def show_fees(arguments: argparse.Namespace) -> int:
    """Print what could be charged today. Charging is done in the window, after a look."""
    with opened_desk(arguments) as desk:
        preview = preview_charges(desk)
        sample = desk.sample
    if arguments.json:
        say(json.dumps(_plain(preview, sample=sample), ensure_ascii=False, indent=1))
        return 0
    if sample:
        say("SAMPLE DATA")
    for line in lines_of_fees(preview):
        say(line)
    say("Nothing was charged: that is done in the window, under I.")
    return 0


def lines_of_fees(preview: ChargePreview) -> Iterator[str]:
    """Give what could be charged for people, each with its working, and what was left out."""
    for one in preview.customers:
        yield one.name
        for proposal in one.proposals:
            for charge in proposal.charges:
                yield f"  {charge_label(charge)}: {money_text(charge.amount)}"
                for line in charge.working:
                    yield f"    {line.text} = {money_text(line.amount)}"
            if proposal.why_not:
                yield f"  {proposal.invoice_number}: {proposal.why_not}"
    yield f"{charges_told(preview)}. {preview.preset}. Basis: {preview.basis}."


def charges_told(preview: ChargePreview) -> str:
    """Say in one line what could be charged."""
    totals = " + ".join(money_text(total) for total in preview.totals.values()) or "nothing"
    return f"{totals} could be charged on {preview.today}"


def _plain(preview: ChargePreview, *, sample: bool) -> dict[str, object]:
    return {
        "today": preview.today.isoformat(),
        "sample": sample,
        "preset": preview.preset,
        "basis": preview.basis,
        "totals": {code: str(total.decimal()) for code, total in preview.totals.items()},
        "charges": [
            {
                "customer_id": charge.customer_id,
                "invoice": charge.invoice_number,
                "kind": charge.kind,
                "amount": str(charge.amount.decimal()),
                "currency": charge.amount.currency,
                "from": charge.from_on.isoformat(),
                "to": charge.to_on.isoformat(),
                "working": [line.text for line in charge.working],
            }
            for charge in preview.charges
        ],
    }
