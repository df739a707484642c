"""The manifest for the counter, and the page that shows whether a window envelope fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.certified_mail import in_fours
from collections_desk.domain.envelopes import PAPERS
from collections_desk.domain.letter_facts import long_day
from collections_desk.errors import LetterRefusedError
from collections_desk.letters.calibration import render_calibration
from collections_desk.letters.composing import letterhead
from collections_desk.letters.manifest import (
    TITLE,
    Manifest,
    ManifestRow,
    missing_in_manifest,
    render_manifest,
)
from collections_desk.operations.mail_facts import assets_for, mail_day
from collections_desk.store.mailings import letters_by_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from collections_desk.domain.letters import Letter
    from collections_desk.operations.desk import Desk


def certified_manifest(desk: Desk, letter_ids: Sequence[int]) -> bytes:
    """Render the "Certified mail manifest" for the counter, in the order given.

    Raises:
        LetterRefusedError: If there is no certified letter in it, or one has no number.
    """
    with desk.database.read() as session:
        day = mail_day(desk, session)
        found = letters_by_id(session, list(dict.fromkeys(letter_ids)))
        assets = assets_for(desk, session, day.settings)
    letters = [found[ident] for ident in dict.fromkeys(letter_ids) if ident in found]
    certified = [letter for letter in letters if letter.certified]
    lacking = [letter.ref for letter in certified if not letter.article_number]
    if not certified or lacking:
        what = f"{', '.join(lacking)} has no article number" if lacking else "No certified letter"
        raise LetterRefusedError(
            f"{what}{'' if lacking else ' is in this list'}.",
            "Scan the numbers from the forms first. No manifest was made."
            if lacking
            else "Choose certified letters for the manifest.",
        )
    manifest = Manifest(
        letterhead(day.settings),
        long_day(day.today),
        tuple(_manifest_row(letter) for letter in certified),
        PAPERS[day.settings.paper],
        desk.sample,
    )
    missing = missing_in_manifest(manifest, assets)
    if missing:
        raise LetterRefusedError(
            f"The fonts have no shape for {', '.join(missing)}.",
            f"Approve the address lines in other letters. The {TITLE.lower()} was not made.",
        )
    return render_manifest(manifest, assets)


def _manifest_row(letter: Letter) -> ManifestRow:
    services = {"none": "Certified", "card": "Certified, return receipt (card)"}
    return ManifestRow(
        in_fours(letter.article_number or ""),
        letter.address_lines,
        services.get(letter.return_receipt, "Certified, return receipt (electronic)"),
        letter.ref,
        in_fours(letter.return_receipt_number or ""),
    )


def calibration_page(desk: Desk, envelope: str | None = None) -> bytes:
    """Render the page that shows whether printer, fold and window agree.

    Raises:
        LetterRefusedError: If there is no such envelope.
    """
    chosen = envelope or desk.settings().envelope
    profile = desk.resources.envelopes.get(chosen)
    if profile is None:
        raise LetterRefusedError(
            f'The envelope "{chosen}" is not known.', "Choose one of the list."
        )
    return render_calibration(profile, desk.resources.letter_assets)
