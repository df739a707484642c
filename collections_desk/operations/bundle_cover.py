"""The referral bundle put together: cover, timeline, rules that fired, hashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk import __version__
from collections_desk.domain.handout_words import shown_number
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.money_text import monies_text
from collections_desk.domain.paper import FactLines, Paper, PaperTable, Paragraph, Section
from collections_desk.operations.bundle_paper import bundle_sections
from collections_desk.operations.handout_tables import sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.customer_page import TimelineEntry
    from collections_desk.domain.paper import BundleChoice, Exhibit
    from collections_desk.operations.desk import Desk
    from collections_desk.operations.handout_facts import Handout

#: An entry of the record, or a decision, that a mark names by its number in the store.
_NAMED = re.compile(r"\b(entry|decision) ([0-9]+)")


def bundle_paper(
    desk: Desk, facts: Handout, choice: BundleChoice, exhibits: list[Exhibit], recipient: str
) -> Paper:
    """Return the whole bundle: cover, sections and exhibits."""
    business = facts.settings.business
    made = desk.now().astimezone(ZoneInfo(facts.settings.time_zone))
    as_of = facts.line.as_of
    count, head = facts.head
    sections = [
        *bundle_sections(facts, desk, choice),
        Section("Timeline", _timeline(facts, choice)),
        Section("Rules that fired, and what was decided", _guards(facts, choice)),
        Section("Hashes", _hashes(facts, exhibits)),
    ]
    rules = max(rule.as_of for rule in desk.resources.guards.values())
    return Paper(
        title="Referral bundle",
        subtitle=facts.customer.name,
        head=(
            ("Account", facts.customer.reference or "none"),
            ("Creditor", ", ".join((business.name, *business.address_lines))),
            ("Ask for", ", ".join(one for one in (business.contact_name, business.phone) if one)),
            ("Prepared", f"{long_day(made.date())}, {made:%H:%M %Z}, by {facts.settings.clerk}"),
            ("For", recipient or "not named"),
            ("Open balance", monies_text(facts.line.balances, facts.settings.locale)),
            ("Balances as of", long_day(as_of) if as_of else "not known"),
            ("Entries in the timeline", str(len(facts.timeline))),
            ("Exhibits", str(len(exhibits))),
            ("Record", _kept_back(choice)),
            ("Audit log", f"{count} operations; fingerprint of the last: {head}"),
            ("Rule tables", f"as of {long_day(rules)}"),
            ("Program", f"Collections Desk {__version__}"),
        ),
        sections=tuple(sections),
        exhibits=tuple(exhibits),
        contents=True,
        footer=f"{business.name}, referral bundle for {facts.customer.name}, "
        f"{long_day(facts.today)}",
        author=business.name,
        sample=desk.sample,
    )  # fmt: skip


def _timeline(facts: Handout, choice: BundleChoice) -> tuple[Paragraph | PaperTable, ...]:
    zone = ZoneInfo(facts.settings.time_zone)
    rows = []
    numbers = {
        (_family(entry), entry.ref_id): number
        for number, entry in enumerate(facts.timeline, start=1)
    }
    for number, entry in enumerate(facts.timeline, start=1):
        moment = entry.when.astimezone(zone)
        when = f"{moment:%Y-%m-%d}" if entry.day_only else f"{moment:%Y-%m-%d %H:%M}"
        detail = [entry.detail] if choice.notes and entry.detail else []
        if entry.activity is not None and entry.activity.number:
            called = shown_number(entry.activity.number, full=choice.full_numbers)
            detail.append(f"Telephone number {called}")
        stands = "" if entry.stands else "does not stand"
        mark = ", ".join(part for part in (stands, _mark(entry, numbers)) if part)
        title = entry.title if choice.notes else entry.title.partition(" (")[0]
        what = f"{title} [{mark}]" if mark else title
        rows.append((when, str(number), what, "\n".join(detail), entry.clerk))
    words = Paragraph(
        f"Times are those of the creditor ({facts.settings.time_zone}). Nothing of the record is "
        "ever changed: a correction or withdrawal is an entry of its own, and both stand here. "
        "Entries are numbered as they stand in this table.",
        "small",
    )
    heads = ("When", "Entry", "What", "Detail", "Clerk")
    return (words, PaperTable(heads, tuple(rows), (1.7, 0.8, 3.2, 4.6, 1.5)))


def _kept_back(choice: BundleChoice) -> str:
    """Say what of the record is left out, so that nobody takes the bundle for more than it is."""
    out = [
        words
        for words, there in (
            ("notes and what was said", choice.notes),
            ("telephone numbers but for the last four digits", choice.full_numbers),
        )
        if not there
    ]
    return f"left out: {' and '.join(out)}" if out else "whole"


def _family(entry: TimelineEntry) -> str:
    """Return which numbers an entry is counted by: those of the record, or of its own kind."""
    return "entry" if entry.activity is not None else entry.kind


def _mark(entry: TimelineEntry, numbers: Mapping[tuple[str, int], int]) -> str:
    """Return what is marked on an entry, with the numbers of this table."""

    def shown(found: re.Match[str]) -> str:
        number = numbers.get((found[1], int(found[2])))
        return found[0] if number is None else f"entry {number}"

    return _NAMED.sub(shown, entry.mark)


def _guards(facts: Handout, choice: BundleChoice) -> tuple[Paragraph | PaperTable, ...]:
    if not facts.guards:
        return (Paragraph("None fired.", "small"),)
    rows = tuple(
        (
            f"{one['fired_at']:%Y-%m-%d %H:%M}Z",
            f"{one['guard']}, as of {one['rule_as_of']}",
            one["said"],
            f"{one['deed']}: {one['decision']}",
            sentence(one, notes=choice.notes),
        )
        for one in facts.guards
    )
    words = Paragraph(
        "Each line: the rule and its date, the fact, what was decided, and the clerk's sentence. "
        "Overridden: done all the same, with that sentence. Heeded: done as the rule asks. "
        "Stopped: not done.",
        "small",
    )
    heads = ("When", "Rule", "Fact", "Decision", "Reason")
    return (words, PaperTable(heads, rows, (1.7, 1.9, 3.6, 2.0, 2.6)))


def _hashes(
    facts: Handout, exhibits: list[Exhibit]
) -> tuple[FactLines | Paragraph | PaperTable, ...]:
    count, head = facts.head
    lines = FactLines((("Operations on record", str(count)), ("Fingerprint", head)))
    words = Paragraph(
        "The audit log is a chain: each line carries the hash of the one before. It shows that "
        "what was recorded has not changed since; it does not show that it was true.",
        "small",
    )
    if not exhibits:
        return (lines, words)
    rows = tuple((one.label, one.title, one.sha256) for one in exhibits)
    table = PaperTable(("Exhibit", "What", "SHA-256 of the stored file"), rows, (1.2, 3.2, 5.4))
    return (lines, words, table)
