"""G-KEEP: what must stay on record, what leaves the house, and rules that were not looked over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from collections_desk.domain.guards import find
from collections_desk.domain.letter_facts import short_day
from collections_desk.domain.recording import kept_until

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode

#: Years that the record of a customer is kept after the last activity: the rule for agencies
#: (12 CFR 1006.100(a)), and what this house keeps.
LEGAL_YEARS, HOUSE_YEARS = 3, 7
#: Years that a recording is kept after the call (12 CFR 1006.100(b)).
RECORDING_YEARS = 3
#: The flag under which nothing is purged.
LEGAL_HOLD = "LEGAL_HOLD"


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One customer's record, as far as keeping it is concerned.

    Attributes:
        last_activity: The creditor's date of the last thing that happened, or None.
        open_balance: Whether something is still open.
        legal_hold: Why nothing may be purged, or empty.
        recordings: The creditor's dates of the recorded calls that are kept.
        years: Years that a place wants on top of the law's, 0 for none.
    """

    customer_id: int
    name: str
    kind: CustomerKind
    last_activity: date | None
    open_balance: bool = False
    legal_hold: str = ""
    recordings: tuple[date, ...] = ()
    years: int = 0

    @property
    def keep_years(self) -> int:
        """Years that the house keeps it after the last activity."""
        return max(HOUSE_YEARS, self.years)

    def house_date(self) -> date | None:
        """Return the first day on which the house looks at it for purging."""
        return kept_until(self.last_activity, self.keep_years) if self.last_activity else None

    def legal_date(self) -> date | None:
        """Return the first day on which G-KEEP-01 no longer speaks."""
        least = max(LEGAL_YEARS, self.years)
        return kept_until(self.last_activity, least) if self.last_activity else None


def edit_findings(
    entry: str, rules: Mapping[str, GuardRule], *, mode: Mode, kind: CustomerKind
) -> list[GuardFinding]:
    """Return G-NOTE-03: a saved entry is never edited; a new one points at it.

    Args:
        entry: Which, in words: "call 12".
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
    """
    said = f"{entry} stays as it was saved; what is put right is a new entry that points at it"
    return find(rules, "G-NOTE-03", mode=mode, kind=kind, said=said, facts={"entry": entry})


def purge_findings(
    record: KeptRecord, rules: Mapping[str, GuardRule], *, mode: Mode, today: date
) -> list[GuardFinding]:
    """Return what stands before purging the record of one customer."""
    fired: list[tuple[str, str]] = []
    legal = record.legal_date()
    if record.legal_hold:
        fired.append(("G-KEEP-04", f"a legal hold stands: {record.legal_hold}"))
    if legal is not None and today < legal:
        said = (
            f"the last activity was on {record.last_activity}; the record is kept until {legal}, "
            f"and this house keeps it until {record.house_date()}"
        )
        fired.append(("G-KEEP-01", said))
    held = [day for day in record.recordings if today < kept_until(day, RECORDING_YEARS)]
    if held:
        until = kept_until(max(held), RECORDING_YEARS)
        said = f"recordings have their own clock: the last call of {max(held)} stays until {until}"
        fired.append(("G-KEEP-02", said))
    facts = {
        "last_activity": str(record.last_activity),
        "legal_date": str(legal),
        "recordings": len(held),
    }
    return [
        finding
        for guard, said in fired
        for finding in find(rules, guard, mode=mode, kind=record.kind, said=said, facts=facts)
    ]


def export_findings(
    parts: Sequence[str],
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    recipient: str = "",
) -> list[GuardFinding]:
    """Return what stands before handing out more than the redacted columns.

    Args:
        parts: What goes out in full: "notes", "telephone numbers", "a recording".
        rules: The table of guards.
        mode: Who collects.
        kind: From whom; UNKNOWN where several customers are in the file.
        recipient: Who gets it, as typed.
    """
    if not parts:
        return []
    to = f" to {recipient}" if recipient else ""
    said = f"{' and '.join(parts)} would leave the house{to}"
    facts = {"parts": list(parts), "recipient": recipient}
    return find(rules, "G-KEEP-03", mode=mode, kind=kind, said=said, facts=facts)


def stale_findings(  # noqa: PLR0913 - each is named at the call
    ages: Mapping[str, date],
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    today: date,
    limit_days: int,
) -> list[GuardFinding]:
    """Return which tables of rules were not looked over for too long.

    Args:
        ages: By table: the day on which it was last looked over.
        rules: The table of guards.
        mode: Who collects.
        kind: UNKNOWN, as no customer is concerned.
        today: The creditor's date.
        limit_days: Days after which a table asks to be looked over.
    """
    found: list[GuardFinding] = []
    for table, day in sorted(ages.items()):
        days = (today - day).days
        if days <= limit_days:
            continue
        said = f"the table {table} was not looked over since {short_day(day)}, {days} days ago"
        facts = {"table": table, "since": day.isoformat(), "days": days}
        found += find(rules, "G-KEEP-05", mode=mode, kind=kind, said=said, facts=facts)
    return found
