"""For guards of letters: when each fires, and when it does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from collections_desk.domain.customers import Address, Customer, CustomerKind
from collections_desk.domain.guards import GuardFinding
from collections_desk.domain.guards_letter import LetterPlace
from collections_desk.domain.invoices import LedgerItem
from collections_desk.domain.letter_facts import LetterFacts, PriorContact
from collections_desk.domain.letter_guards import LetterGuards
from collections_desk.domain.letter_options import CopyTo, LetterOptions
from collections_desk.domain.letters import Letter, LetterState
from collections_desk.domain.money import Money
from collections_desk.domain.place_rules import places_of
from collections_desk.domain.settings import Business, Settings
from tests.domain.guard_cases import Column, Find, Rows
from tests.domain.rules import RESOURCES

TODAY = date(2026, 11, 18)
HOME = Address(1, line1="1 Main St", city="Pittsburgh", region="PA", country="US")
IN_MA = replace(HOME, city="Boston", region="MA")
IN_CA = replace(HOME, city="Fresno", region="CA")
IN_GB = replace(HOME, city="Leeds", region="", country="GB")
BEFORE = (PriorContact("letter", date(2026, 10, 1), "L03"), PriorContact(
    "letter", date(2026, 9, 1), "L17"))  # fmt: skip
DECIDED = {"authorized_by": "R. Alder", "intended_on": date(2026, 12, 20)}


def _item(due: date = date(2026, 9, 10), minor: int = 10_000, as_of: date = TODAY) -> LedgerItem:
    return LedgerItem(
        5, 1, "invoice", "INV-5", None, due, "file", "USD", minor, minor, "open", as_of
    )


def _letter(type_: str, options: LetterOptions, **facts: Any) -> Letter:  # noqa: ANN401 - any field of the facts
    known: dict[str, Any] = {
        "id": 1, "ref": "CD-1", "customer_id": 1, "customer_name": "Acme",
        "customer_reference": "", "type": type_, "template": "", "template_version": "1",
        "subject": "", "body": "", "options": options, "snapshot": None,
        "state": LetterState.DRAFT, "service": "first_class", "article_number": None,
        "return_receipt": "none", "return_receipt_number": None, "first_class_copy": False,
        "address_id": 1, "address_lines": (), "envelope": "no10_window", "paper": "letter",
        "signer": "clerk", "as_of": TODAY, "letter_date": TODAY, "step": None,
        "document_sha256": None, "created_at": datetime(2026, 11, 18, tzinfo=UTC),
    }  # fmt: skip
    return Letter(**{**known, **facts})


def _case(fires: dict[str, Any], silent: dict[str, Any] | None = None) -> Find:
    """Return what a letter makes fire; both are facts of the same letter."""

    def find(column: Column, on: int) -> list[GuardFinding]:
        known = {"type": "L02", "address": HOME, "text": "Please pay.", **(
            fires if on else (silent or {}))}  # fmt: skip
        options = LetterOptions(**known.pop("options", {}))
        letter = _letter(known.pop("type"), options, **known.pop("letter", {}))
        kind = known.pop("kind", column.kind)
        address: Address = known.pop("address")
        text, window = known.pop("text"), known.pop("window", ("Acme", "1 Main St"))
        settings = Settings(business=Business(name="Harbor Supply"), mode=column.mode, **known.pop(
            "settings", {}))  # fmt: skip
        facts = LetterFacts(
            **{
                "customer": Customer(1, "Acme", kind=kind, end_state=known.pop("end_state", None)),
                "address": address, "items": (_item(),), "contacts": BEFORE, **known,
            }
        )  # fmt: skip
        tables = RESOURCES.zone_tables
        country = address.country or ""
        place = LetterPlace(
            f"US-{address.region}" if country == "US" else country,
            tuple(places_of([address], RESOURCES.places, tables)),
            RESOURCES.limitation_periods,
        )
        guards = LetterGuards(
            letter, facts, settings, RESOURCES.letters, column.rules, place=place, window=window
        )
        guards.examine(text, RESOURCES.flags, TODAY)
        return guards.findings

    return find


_THREAT = {"consequence": "we go to court", **DECIDED}
_APPROVING = "a letter is approved (approve_letter)"

LETTERS: Rows = {
    "G-LTR-01": (_APPROVING, _case({"window": ("Acme", "FINAL NOTICE")})),
    "G-LTR-02": (_APPROVING, _case(
        {"options": {"consequence": "we place it"}},
        {"options": {"consequence": "we place it", **DECIDED}})),
    "G-LTR-03": (_APPROVING, _case({"text": "A summons follows."})),
    "G-LTR-04": ("a letter is approved, charges are booked", _case(
        {"fees": (Money(500, "USD"),)},
        {"fees": (Money(500, "USD"),), "options": {"fee_basis": "clause 7 of May 2, 2025"}})),
    "G-LTR-05": (_APPROVING, _case(
        {"items": (_item(as_of=date(2026, 11, 10)),)},
        {"items": (_item(as_of=date(2026, 11, 11)),)})),
    "G-LTR-06": (_APPROVING, _case(
        {"options": {"copies": (CopyTo("P. Doe", "Neighbor", "other"),)}},
        {"options": {"copies": (CopyTo("R. Alder", "Director", "creditor"),)}})),
    "G-LTR-07": (_APPROVING, _case({"address": IN_MA, "contacts": ()}, {"address": IN_MA})),
    "G-LTR-08": (_APPROVING, _case(
        {"options": _THREAT, "items": (_item(date(2022, 10, 1)),)}, {"options": _THREAT})),
    "G-LTR-10": (_APPROVING, _case(
        {"type": "L04", "contacts": ()}, {"type": "L04"})),
    "G-LTR-11": (_APPROVING, _case(
        {"address": IN_GB, "options": {**_THREAT, "act_by": date(2026, 11, 28)}},
        {"address": IN_GB, "options": {**_THREAT, "act_by": date(2026, 12, 18)}})),
    "G-LTR-13": (_APPROVING, _case({"text": "We tell the credit bureau."})),
    "G-LTR-14": (_APPROVING, _case(
        {"letter": {"service": "certified"}},
        {"letter": {"service": "certified", "first_class_copy": True}})),
    "G-LTR-16": (_APPROVING, _case({"items": (_item(), replace(
        _item(minor=-10_000), id=6, kind="credit", due_on=None))})),
}  # fmt: skip


def commercial(column: Column, on: int) -> list[GuardFinding]:
    """G-LTR-15 looks at the real kind: a person in business in California."""
    minor = 10_000 if on else 60_000_000
    found = _case({"address": IN_CA, "kind": CustomerKind.NATURAL_BUSINESS, "items": (_item(
        minor=minor),)})  # fmt: skip
    return found(column, 1)
