"""Placements: prepared with the guard, handed over with a package, recalled, settled up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.disputes import not_asked_for
from collections_desk.domain.guards_placement import (
    PlacementFacts,
    placement_findings,
    sift,
    untried_findings,
)
from collections_desk.domain.placements import MOST_PERCENT, PLACEMENT_KINDS
from collections_desk.domain.progress import Progress, no_progress
from collections_desk.domain.promises import PromiseState
from collections_desk.errors import EntryRefusedError
from collections_desk.operations.guarding import (
    NO_REASONS,
    guard_rules,
    hardest_first,
    require_answers,
)
from collections_desk.operations.handout_facts import handout
from collections_desk.operations.placement_deed import (
    PLACING,
    Placed,
    PlacementDeed,
    handing_out,
    mode_of,
    totals_placed,
)
from collections_desk.operations.placement_package import (
    PackageChoice,
    PlacedCustomer,
    package_files,
)
from collections_desk.operations.review_facts import plans_in
from collections_desk.operations.wording import kept_line
from collections_desk.operations.worklist import local_date, standings_in
from collections_desk.store.balances import open_items
from collections_desk.store.customers import addresses, load_customer
from collections_desk.store.disputes import disputes
from collections_desk.store.holds import holds
from collections_desk.store.placements import (
    Receiver,
    placeable_items,
    placements,
)
from collections_desk.store.settings import load_settings
from collections_desk.store.settlements import settlements
from collections_desk.store.tried import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from collections_desk.domain.guards import GuardFinding
    from collections_desk.domain.guards_placement import PlaceableItem, Sifted
    from collections_desk.domain.money import Money
    from collections_desk.domain.settings import Settings
    from collections_desk.operations.desk import Desk
    from collections_desk.store.reading import Reading

__all__ = [
    "PackageChoice",
    "Placed",
    "Preview",
    "Receiver",
    "place",
    "preview_placement",
]
_NOTHING = "Nothing was placed."


@dataclass(frozen=True, slots=True)
class Preview:
    """What a placement would hold.

    Attributes:
        sifted: For each customer what goes and what does not.
        findings: What the guards say, by customer.
        asking: What the guards ask before it is done: of the package (G-KEEP-03), and where
            somebody had no letter, no call or no notice of it (G-LTR-10).
        amounts: What would be placed, by currency.
    """

    sifted: tuple[Sifted, ...]
    findings: tuple[GuardFinding, ...]
    asking: tuple[GuardFinding, ...]
    amounts: tuple[Money, ...]


def preview_placement(
    desk: Desk,
    customer_ids: Sequence[int],
    choice: PackageChoice | None = None,
    *,
    kind: str = "agency",
    invoice_ids: Iterable[int] | None = None,
) -> Preview:
    """Return what would be placed of these customers, and what would not and why.

    Args:
        desk: The open desk.
        customer_ids: Who; each once.
        choice: What goes into the package; by default redacted.
        kind: agency or court.
        invoice_ids: Only these invoices; None: all that may go.

    Raises:
        StoreError: If there is no such customer.
    """
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        chosen = None if invoice_ids is None else frozenset(invoice_ids)
        sifted = [
            sift(_facts(session, desk, settings, one, today, chosen), today)
            for one in dict.fromkeys(customer_ids)
        ]
        rules, mode = guard_rules(session, desk), mode_of(settings)
        found = placement_findings(sifted, rules, mode)
        untried = untried_findings(sifted, kind, rules, mode)
        handing = handing_out(session, desk, settings, choice or PackageChoice())
    return Preview(
        tuple(sifted),
        tuple(finding for group in found.values() for finding in group),
        tuple(hardest_first([*handing, *(one for group in untried.values() for one in group)])),
        tuple(totals_placed(sifted)),
    )


def place(  # noqa: PLR0913 - what the clerk fills in
    desk: Desk,
    customer_ids: Sequence[int],
    receiver: Receiver,
    path: Path,
    *,
    choice: PackageChoice | None = None,
    invoice_ids: Iterable[int] | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
    as_folder: bool = False,
    overwrite: bool = False,
    progress: Progress = no_progress,
    operation_id: str | None = None,
) -> Placed:
    """Place customers: write the package, record the placements, and stop chasing them.

    What may not go (G-LTR-12) is left out, listed in the package and recorded.

    Args:
        desk: The open desk.
        customer_ids: Who; each once.
        receiver: The agency, law firm or court.
        path: The ZIP file, or with `as_folder` the folder.
        choice: What goes into the package; by default redacted.
        invoice_ids: Only these invoices; None: all that may go.
        reasons: The clerk's sentence for each guard that asks.
        as_folder: Write a folder in the place of one ZIP file.
        overwrite: Replace a file of that name; the clerk has said so.
        progress: Told after each customer; may cancel.
        operation_id: Makes asking again safe.

    Raises:
        EntryRefusedError: If nothing of them may be placed, or the receiver has no name.
        ExportRefusedError: If the package cannot be written. Nothing is placed then.
        NotAllowedError: If a guard asks and has no answer.
        Cancelled: If the clerk asked for it. Nothing is placed then.
    """
    asked = choice or PackageChoice()
    clean = checked_receiver(receiver)
    chosen = None if invoice_ids is None else frozenset(invoice_ids)
    with desk.database.read() as session:
        settings = load_settings(session)
        today = local_date(desk, settings)
        customers = [
            PlacedCustomer(
                handout(session, desk, settings, one, today),
                sift(_facts(session, desk, settings, one, today, chosen), today),
            )
            for one in dict.fromkeys(customer_ids)
        ]
        if not any(one.sifted.kept for one in customers):
            raise EntryRefusedError("customers", _why_nothing(customers), f"{_NOTHING}")
        untried = untried_findings(
            [one.sifted for one in customers],
            clean.kind,
            guard_rules(session, desk),
            mode_of(settings),
        )
    for customer_id, findings in untried.items():
        require_answers(
            desk,
            findings,
            reasons,
            deed=PLACING,
            refused="Nothing is placed yet",
            customer_id=customer_id,
        )
    with desk.database.read() as session:
        files = package_files(
            session, desk, customers, clean, asked, made_at=desk.now(), progress=progress
        )
    deed = PlacementDeed(
        desk, settings, today, customers, clean, asked, untried, reasons, operation_id
    )
    if as_folder:
        return deed.as_folder(path, files, progress)
    return deed.as_zip(path, files, progress, overwrite=overwrite)


def checked_receiver(receiver: Receiver) -> Receiver:
    """Return the agency or court as it may be kept.

    Raises:
        EntryRefusedError: If it has no name, no known kind or an impossible commission.
    """
    if receiver.kind not in PLACEMENT_KINDS:
        raise EntryRefusedError(
            "kind", f'"{receiver.kind}" is neither agency nor court.', f"Choose one. {_NOTHING}"
        )
    name = kept_line(receiver.name, field="name", needed=True)
    percent = receiver.commission_percent
    if percent is not None and not 0 <= percent <= MOST_PERCENT:
        raise EntryRefusedError(
            "commission",
            f"{percent} is not a commission in percent.",
            f"Type a number from 0 to 100. {_NOTHING}",
        )
    lines = tuple(
        line for one in receiver.address_lines if (line := kept_line(one, field="address"))
    )
    phone = kept_line(receiver.phone, field="phone")
    return Receiver(receiver.kind, name, lines, phone, percent)


def _facts(  # noqa: PLR0913, PLR0917 - what the guard looks at
    session: Reading,
    desk: Desk,
    settings: Settings,
    customer_id: int,
    today: date,
    chosen: frozenset[int] | None,
) -> PlacementFacts:
    customer = load_customer(session, customer_id)
    items: Iterable[PlaceableItem] = placeable_items(session, customer_id, chosen or ())
    if chosen is not None:
        items = [item for item in items if item.id in chosen]
    known = {item.id: item.as_of for item in open_items(session, customer_id)}
    contested = not_asked_for(disputes(session, customer_id), known)
    running = placements(session, customer_id, running=True)
    in_plan: set[int | None] = set()
    for standing in plans_in(session, desk, settings, customer_id, today):
        if standing.is_running:
            in_plan |= set(standing.plan.invoice_ids) or {None}
    home = next(iter(addresses(session, customer_id)), None)
    place_of = home.country or "US" if home else ""
    talked_on, letters = told(
        session,
        customer_id,
        conversations=[code for code, one in desk.resources.outcomes.items() if one.conversation],
        zone=ZoneInfo(settings.time_zone),
    )
    return PlacementFacts(
        customer_id=customer_id,
        name=customer.name,
        reference=customer.reference or "",
        kind=customer.kind,
        place=f"{place_of}-{home.region}" if home and home.region else place_of,
        items=tuple(items),
        disputed=frozenset(item_id for item_id, one in contested.items() if one.disputed),
        conceded=frozenset(item_id for item_id, one in contested.items() if one.conceded),
        on_hold=frozenset(
            int(one.scope_ref)
            for one in holds(session, customer_id)
            if one.scope == "invoice" and one.scope_ref.isdecimal() and one.active(today)
        ),
        promised=any(
            one.state is PromiseState.OPEN
            for one in standings_in(session, desk, settings, customer_id, today)
        ),
        in_plan=frozenset(in_plan),
        placed=frozenset(part.invoice_id for one in running for part in one.invoices),
        settled=any(one.ended is None for one in settlements(session, customer_id)),
        holds=tuple(one for one in holds(session, customer_id) if one.active(today)),
        talked_on=talked_on,
        letters=letters,
    )


def _why_nothing(customers: Sequence[PlacedCustomer]) -> str:
    whys = dict.fromkeys(
        f"{one.sifted.facts.name}: {drop.why}" for one in customers for drop in one.sifted.dropped
    )
    listed = "; ".join(list(whys)[:5]) or "nothing is open"
    return f"Nothing of this may be placed ({listed})."
