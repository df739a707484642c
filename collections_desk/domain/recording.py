"""Recording a call: where it needs whose consent, what was said, and what the guards say to it.

The usual deed is the same everywhere: announce, ask, write the answer down. The table of states
(`resources/places/recording_consent.csv`) only decides how hard a guard stands where that was not
done. Of all places that a call touches the strictest counts; an unknown one counts as strict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from collections_desk.domain.guards import find
from collections_desk.domain.resource_files import read_csv, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from collections_desk.domain.customers import CustomerKind
    from collections_desk.domain.guards import GuardFinding, GuardRule, Mode

ConsentClass = Literal["one", "all", "mixed", "unknown"]
#: What the other side said; empty while nobody asked.
Answer = Literal["", "yes", "no", "silent_continued"]

_STRICTNESS: dict[ConsentClass, int] = {"one": 0, "mixed": 1, "unknown": 2, "all": 3}
#: Members of the European Union (ISO 3166), which share one row.
_EU = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_PAUSE = re.compile(r"\s*([0-9]{1,3}):([0-5][0-9])\s*-\s*([0-9]{1,3}):([0-5][0-9])\s*", re.ASCII)


@dataclass(frozen=True, slots=True)
class ConsentRule:
    """The row of one state or country.

    Attributes:
        place: "PA", "GB", "EU", "CAN"; "US" is the federal floor.
        class_: one (one party to the call is enough), all, or mixed (taken as all).
        line: Where it stands in its file.
    """

    place: str
    class_: ConsentClass
    cite: str
    confidence: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is said before recording."""

    id: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ConsentNeeded:
    """Whose consent a recording needs, over all places that the call touches.

    Attributes:
        class_: The strictest of them.
        places: Those that were looked at, the clerk's first; "unknown" for one that is not known.
        cites: Where the strictest stand.
    """

    class_: ConsentClass
    places: tuple[str, ...]
    cites: tuple[str, ...]

    @property
    def of_all(self) -> bool:
        """Whether everybody on the call must have consented."""
        return self.class_ != "one"

    @property
    def said(self) -> str:
        """Say it for the clerk: "consent of all parties (US-PA, US-CA)"."""
        words = {
            "one": "one party's consent",
            "all": "consent of all parties",
            "mixed": "rules that do not agree, taken as consent of all parties",
            "unknown": "a place that is not known, taken as consent of all parties",
        }
        return f"{words[self.class_]} ({', '.join(self.places)})"


@dataclass(frozen=True, slots=True)
class RecordedTalk:
    """What was said about recording in one call, as the clerk entered it.

    Attributes:
        announcement: The id of what was said, or empty where nothing was.
        words: The words themselves.
        given_by: Who answered.
        answer: What they said.
        recorded: Whether a recording was made.
        paused: Seconds from the start in which it was paused: pairs of begin and end.
        asked_at: When it was asked; None takes the start of the call.
    """

    announcement: str = ""
    words: str = ""
    given_by: str = ""
    answer: Answer = ""
    recorded: bool = False
    paused: tuple[tuple[int, int], ...] = ()
    asked_at: datetime | None = None

    @property
    def consented(self) -> bool:
        """Whether an answer is noted that lets a recording run."""
        return self.answer in {"yes", "silent_continued"}


@dataclass(frozen=True, slots=True)
class RecordingConsent:
    """A consent on record. `answer` "no" means: never recorded."""

    id: int
    activity_id: int
    place: str
    class_: str
    announcement: str
    given_by: str
    answer: str
    asked_at: datetime
    document_sha256: str | None
    paused: tuple[tuple[int, int], ...]


def consent_rules(text: str, file: str) -> dict[str, ConsentRule]:
    """Read the table of recording consent.

    Raises:
        ResourceFaultError: If a place comes twice or a class is not known.
    """
    rules: dict[str, ConsentRule] = {}
    for row in read_csv(text, file, {"place", "class", "cite", "confidence", "note"}):
        place = row.text("place")
        if place in rules:
            row.refuse(f'the place "{place}" is already there', "place")
        class_: ConsentClass = "mixed"
        if row.choice("class", {"one", "all", "mixed"}) != "mixed":
            class_ = "one" if row.text("class") == "one" else "all"
        rules[place] = ConsentRule(
            place,
            class_,
            row.text("cite"),
            row.choice("confidence", {"C", "S", "M"}),
            row.text("note", ""),
            row.line,
        )
    return rules


def announcements(text: str, file: str) -> dict[str, Announcement]:
    """Read what may be said before recording."""
    whole = read_toml(text, file)
    whole.only({"as_of", "announcement"})
    whole.day("as_of")
    found: dict[str, Announcement] = {}
    for item in whole.tables("announcement"):
        item.only({"id", "label", "text"})
        found[item.text("id")] = Announcement(
            item.text("id"), item.text("label"), item.text("text")
        )
    if not found:
        whole.refuse("there is no announcement")
    return found


def consent_needed(
    clerk_place: str, customer_places: Iterable[str], rules: Mapping[str, ConsentRule]
) -> ConsentNeeded:
    """Return whose consent a call between these places needs.

    Args:
        clerk_place: Where the clerk sits, "US-PA".
        customer_places: Every place that the customer may be in; none means unknown.
        rules: The table.
    """
    places = [clerk_place, *(tuple(customer_places) or ("",))]
    looked = [(place or "unknown", _row(place, rules)) for place in dict.fromkeys(places)]
    classes = [row.class_ if row else "unknown" for _, row in looked]
    hardest = max(classes, key=lambda one: _STRICTNESS[one])
    cites = [row.cite for _, row in looked if row is not None and row.class_ == hardest]
    return ConsentNeeded(hardest, tuple(place for place, _ in looked), tuple(cites))


def _row(place: str, rules: Mapping[str, ConsentRule]) -> ConsentRule | None:
    country, _, region = place.partition("-")
    if country == "US":
        return rules.get(region)
    if country == "CA":
        return rules.get("CAN")
    return rules.get(country) or (rules.get("EU") if country and country in _EU.split() else None)


def recording_findings(  # noqa: PLR0913 - each is named at the call
    talk: RecordedTalk,
    needed: ConsentNeeded,
    rules: Mapping[str, GuardRule],
    *,
    mode: Mode,
    kind: CustomerKind,
    card_step: bool = False,
) -> list[GuardFinding]:
    """Return what the guards say about a call that was, or is to be, recorded.

    Args:
        talk: What was said about recording.
        needed: Whose consent it needs.
        rules: The table of guards.
        mode: Who collects.
        kind: From whom.
        card_step: Whether a card was read out in the call.
    """
    if not talk.recorded:
        return []
    fired: list[tuple[str, str]] = []
    if needed.of_all and not talk.consented:
        said = f"the call is recorded and no consent is noted; it needs {needed.said}"
        fired.append(("G-REC-01", said))
    if not needed.of_all and not talk.consented:
        said = "the call is recorded and nobody was told; announce it everywhere"
        fired.append(("G-REC-02", said))
    if card_step and not talk.paused:
        said = "a card was read out while the recording ran: pause it for that part"
        fired.append(("G-REC-03", said))
    facts = {
        "places": list(needed.places),
        "class": needed.class_,
        "cites": list(needed.cites),
        "answer": talk.answer,
        "announcement": talk.announcement,
    }
    return [
        finding
        for guard, said in fired
        for finding in find(rules, guard, mode=mode, kind=kind, said=said, facts=facts)
    ]


def parse_pauses(text: str) -> tuple[tuple[int, int], ...] | None:
    """Read "3:10-4:05, 7:00-7:30" as pairs of seconds; None where it cannot be understood."""
    spans: list[tuple[int, int]] = []
    for part in filter(str.strip, text.split(",")):
        found = _PAUSE.fullmatch(part)
        if found is None:
            return None
        begin = int(found[1]) * 60 + int(found[2])
        end = int(found[3]) * 60 + int(found[4])
        if end <= begin or (spans and begin < spans[-1][1]):
            return None
        spans.append((begin, end))
    return tuple(spans)


def pauses_text(spans: Iterable[tuple[int, int]]) -> str:
    """Write pauses as `parse_pauses` reads them."""
    return ", ".join(
        f"{begin // 60}:{begin % 60:02}-{end // 60}:{end % 60:02}" for begin, end in spans
    )


def kept_until(called_on: date, years: int) -> date:
    """Return the first day on which a recording may be looked at for deleting."""
    try:
        return called_on.replace(year=called_on.year + years)
    except ValueError:  # February 29 in a year without one: a day later
        return called_on.replace(year=called_on.year + years, month=3, day=1)
