"""The payment plans of the sample: one completed, one running well, one late, one offered.

They are told by hand, for the payments that the ledger holds must fit their parts. The dates
count from the sample's anchor like all others.
"""

from __future__ import annotations

from typing import Any

Row = dict[str, Any]


def make_plans() -> list[Row]:
    """Return the plans, the oldest offer first."""
    return [
        _plan(
            "C-1073",
            "INV-20210",
            "620.44",
            offered="2025-05-20",
            signed="2025-05-23",
            by="Barnaby Quist",
            rhythm="two_weekly",
            words="Wants to clear it in two payments.",
            parts=["0 2025-05-27 310.22", "1 2025-06-10 310.22"],
        ),
        _plan(
            "C-1098",
            "INV-20602",
            "352.08",
            offered="2026-10-07",
            signed="2026-10-12",
            by="Tabitha Obafemi",
            words="A big order was canceled; four even payments.",
            parts=[
                "0 2026-10-14 88.02",
                "1 2026-11-13 88.02",
                "2 2026-12-14 88.02",
                "3 2027-01-13 88.02",
            ],
        ),
        _plan(
            "C-1105",
            "INV-20517",
            "729.49",
            offered="2026-10-26",
            signed="2026-10-30",
            by="Cormac Brightwater",
            words="Can pay from the first of each month on.",
            parts=[
                "0 2026-11-02 182.37",
                "1 2026-12-02 182.37",
                "2 2027-01-04 182.37",
                "3 2027-02-02 182.38",
            ],
        ),
        _plan(
            "C-1097",
            "INV-20607",
            "98.78",
            offered="2026-11-17",
            reply="2026-11-27",
            words="Asked for small monthly parts.",
            parts=[
                "0 2026-11-24 24.71",
                "1 2026-12-24 24.69",
                "2 2027-01-24 24.69",
                "3 2027-02-24 24.69",
            ],
        ),
    ]


def _plan(  # noqa: PLR0913 - a row of a table
    customer: str,
    invoice: str,
    balance: str,
    *,
    offered: str,
    words: str,
    parts: list[str],
    signed: str = "",
    by: str = "",
    reply: str = "",
    rhythm: str = "monthly",
) -> Row:
    return {
        "customer": customer,
        "currency": "USD",
        "balance": balance,
        "rhythm": rhythm,
        "cure_days": 10,
        "offered_on": offered,
        "reply_by": reply,
        "signed_on": signed,
        "signed_by": by,
        "words": words,
        "invoice": invoice,
        "parts": "; ".join(parts),
    }
