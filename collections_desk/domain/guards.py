"""Guards: rules that stand before a deed. They give reasons; the clerk decides; both are kept.

A guard never says that something is legal. It shows the fact, the rule and the date of the
rule, then informs, warns, asks or blocks. Its severity depends on who collects (for itself or
as an agency) and from whom (consumer or business); the table is `resources/guards/guards.csv`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Literal

from collections_desk.domain.customers import CustomerKind
from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

#: Who collects: the business its own debts in its own name, or an agency for others.
Mode = Literal["first_party", "third_party"]


class Severity(Enum):
    """How hard a guard stands in the way."""

    INFORMATION = "information"
    WARNING = "warning"
    ASK = "ask"
    BLOCKED = "blocked"
    NEVER = "never"

    @property
    def needs_reason(self) -> bool:
        """Tell whether the deed goes on only with a sentence by the clerk."""
        return self in {Severity.ASK, Severity.BLOCKED}


#: The letters of the table; "-" is "not applied".
LETTERS = {
    "I": Severity.INFORMATION,
    "W": Severity.WARNING,
    "A": Severity.ASK,
    "B": Severity.BLOCKED,
    "X": Severity.NEVER,
    "-": None,
}

_COLUMNS = {
    "id",
    "trigger",
    "first_party_consumer",
    "first_party_business",
    "third_party_consumer",
    "on",
    "does",
    "source",
    "as_of",
    "confidence",
}

#: Among the facts of a finding: it stands so hard because the kind of customer is not known.
KIND_UNKNOWN = "kind_not_known"


@dataclass(frozen=True, slots=True)
class GuardRule:
    """One row of the table.

    Attributes:
        first_party_consumer: Severity when the business collects from a consumer; None: none.
        on: Whether the guard stands in general. "UK" rows are on for British customers only.
        source: Section of law, form or "house" on which it rests.
        as_of: The day on which the source was last read.
        confidence: C read in the source, S in a secondary source, M memory, house.
    """

    id: str
    trigger: str
    first_party_consumer: Severity | None
    first_party_business: Severity | None
    third_party_consumer: Severity | None
    on: bool
    only_in: str
    does: str
    source: str
    as_of: date
    confidence: str

    def severity(self, mode: Mode, kind: CustomerKind) -> Severity | None:
        """Return how hard it stands, or None where it does not apply.

        An agency is held to the consumer column whoever owes. An unknown kind of customer
        is treated as a consumer.
        """
        if mode == "third_party":
            return self.third_party_consumer
        if kind in {CustomerKind.ENTITY, CustomerKind.NATURAL_BUSINESS}:
            return self.first_party_business
        return self.first_party_consumer


@dataclass(frozen=True, slots=True)
class GuardFinding:
    """A guard that fired: what it says, how hard, and on which facts.

    Attributes:
        guard: "G-TIME-01" for one.
        said: A sentence for the clerk; without the final point it completes "because …".
        rule_as_of: The date of the rule.
        source: Where the rule stands.
        facts: What it looked at (counts, zones, dates), ready for JSON.
        heeded: What the deed does that the guard asks for, in words: "keep it undeposited".
            Such a finding needs no sentence, and is recorded as heeded, not as overridden.
    """

    guard: str
    severity: Severity
    said: str
    rule_as_of: date
    source: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    heeded: str = ""

    @property
    def asks(self) -> bool:
        """Tell whether the deed goes on only with a sentence by the clerk."""
        return self.severity.needs_reason and not self.heeded


class Confirmed(str):
    """A sentence for a guard that blocks, confirmed a second time after it was read.

    A plain text answers a guard that asks; one that blocks stands until this answers it.
    """

    __slots__ = ()


def answer(found: GuardFinding, sentence: str, *, sure: bool) -> str:
    """Return the clerk's sentence for a guard, as confirmed where it blocks and she is sure."""
    return Confirmed(sentence) if sure and found.severity is Severity.BLOCKED else sentence


def find(  # noqa: PLR0913 - a finding names all of these
    rules: Mapping[str, GuardRule],
    guard: str,
    *,
    mode: Mode,
    kind: CustomerKind,
    said: str,
    facts: Mapping[str, Any],
    place: str = "",
    heeded: str = "",
) -> list[GuardFinding]:
    """Return the finding of one guard, or nothing where it is off or does not apply here.

    Args:
        rules: The table.
        guard: Which guard fired.
        mode: Who collects.
        kind: From whom.
        said: What it says.
        facts: On which facts.
        place: The customer's place, "GB" or "US-MA", for rows that hold in one place only.
        heeded: What the deed does that the guard asks for; empty where it does not.
    """
    rule = rules[guard]
    severity = rule.severity(mode, kind)
    if not rule.on or severity is None or (rule.only_in and not place.startswith(rule.only_in)):
        return []
    unknown = mode == "first_party" and kind is CustomerKind.UNKNOWN
    if unknown and severity is not rule.first_party_business:
        facts = {**facts, KIND_UNKNOWN: True}
    return [GuardFinding(guard, severity, said, rule.as_of, rule.source, facts, heeded)]


def kind_counts(findings: Sequence[GuardFinding]) -> bool:
    """Tell whether a finding stands so hard only because the kind of customer is not known."""
    return any(KIND_UNKNOWN in found.facts for found in findings)


def worst(findings: Sequence[GuardFinding]) -> Severity | None:
    """Return the hardest severity among findings, or None."""
    order = list(Severity)
    return max((found.severity for found in findings), key=order.index, default=None)


def merged(findings: Sequence[GuardFinding]) -> list[GuardFinding]:
    """Return each guard once, in the order of the first: one sentence answers all it says.

    Two invoices, two places or two flags may let the same guard fire; the hardest severity
    counts, and nothing of what was said is left out.
    """
    together: dict[str, GuardFinding] = {}
    order = list(Severity)
    for found in findings:
        known = together.get(found.guard)
        if known is None:
            together[found.guard] = found
            continue
        said = known.said if found.said in known.said else f"{known.said}; and {found.said}"
        earlier = known.facts.get("all", [dict(known.facts)])
        together[found.guard] = GuardFinding(
            found.guard,
            max(known.severity, found.severity, key=order.index),
            said,
            known.rule_as_of,
            known.source,
            {**known.facts, "all": [*earlier, dict(found.facts)]},
            known.heeded if found.heeded else "",
        )
    return list(together.values())


def unanswered(findings: Sequence[GuardFinding], reasons: Mapping[str, str]) -> list[GuardFinding]:
    """Return the findings that still stand in the way.

    No reason was given; or the guard blocks, and the reason was not confirmed a second time
    (`Confirmed`); or it can never be passed.
    """
    return [
        found
        for found in findings
        if found.severity is Severity.NEVER
        or (found.asks and not _answered(found, reasons.get(found.guard, "")))
    ]


def _answered(found: GuardFinding, reason: str) -> bool:
    confirmed = found.severity is not Severity.BLOCKED or isinstance(reason, Confirmed)
    return confirmed and bool(reason.strip())


def guard_rules(text: str, file: str) -> dict[str, GuardRule]:
    """Read the table of guards.

    Raises:
        ResourceFaultError: If a severity is not one of `LETTERS` or an id comes twice.
    """
    rules: dict[str, GuardRule] = {}
    for row in read_csv(text, file, _COLUMNS):
        ident = row.text("id")
        if ident in rules:
            row.refuse(f'the guard "{ident}" is already there', "id")
        state = row.choice("on", {"on", "off", "UK"})
        rules[ident] = GuardRule(
            id=ident,
            trigger=row.text("trigger"),
            first_party_consumer=LETTERS[row.choice("first_party_consumer", set(LETTERS))],
            first_party_business=LETTERS[row.choice("first_party_business", set(LETTERS))],
            third_party_consumer=LETTERS[row.choice("third_party_consumer", set(LETTERS))],
            on=state != "off",
            only_in="GB" if state == "UK" else "",
            does=row.text("does", ""),
            source=row.text("source"),
            as_of=row.day("as_of"),
            confidence=row.text("confidence"),
        )
    return rules
