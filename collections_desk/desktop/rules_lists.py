"""The lists of the screen "Rules": guards, what they did, tables, places, recording consent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.icons import mark_icon
from collections_desk.desktop.list_view import ListPanel, ListView
from collections_desk.desktop.table_model import Column, TableModel
from collections_desk.desktop.translating import QT_TRANSLATE_NOOP
from collections_desk.desktop.when_text import day_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from collections_desk.domain.place_rules import Cap, PlaceRule
    from collections_desk.domain.recording import ConsentRule
    from collections_desk.domain.rule_tables import GuardEventLine
    from collections_desk.operations.rules import GuardLine, TableLine

_ON = theme.Mark("check", "On", "good")
_OFF = theme.Mark("minus", "Off", "muted")
_DECISIONS = {
    "shown": QT_TRANSLATE_NOOP("Rules", "shown"),
    "stopped": QT_TRANSLATE_NOOP("Rules", "stopped"),
    "overridden": QT_TRANSLATE_NOOP("Rules", "overridden"),
    "heeded": QT_TRANSLATE_NOOP("Rules", "heeded"),
}
_CONFIDENCE = {
    "C": QT_TRANSLATE_NOOP("Rules", "read in the source"),
    "S": QT_TRANSLATE_NOOP("Rules", "secondary source"),
    "M": QT_TRANSLATE_NOOP("Rules", "from memory"),
    "house": QT_TRANSLATE_NOOP("Rules", "house"),
}
_CLASSES = {
    "one": QT_TRANSLATE_NOOP("Rules", "one party"),
    "all": QT_TRANSLATE_NOOP("Rules", "all parties"),
    "mixed": QT_TRANSLATE_NOOP("Rules", "mixed, taken as all parties"),
    "unknown": QT_TRANSLATE_NOOP("Rules", "unknown, taken as all parties"),
}
_WHO = {
    "first_party": QT_TRANSLATE_NOOP("Rules", "own debts"),
    "third_party": QT_TRANSLATE_NOOP("Rules", "agency"),
    "consumer": QT_TRANSLATE_NOOP("Rules", "consumers"),
    "natural_business": QT_TRANSLATE_NOOP("Rules", "persons in business"),
    "entity": QT_TRANSLATE_NOOP("Rules", "companies"),
}
_MEANS = {
    "email": QT_TRANSLATE_NOOP("Rules", "e-mail"),
    "text": QT_TRANSLATE_NOOP("Rules", "text messages"),
}
_CAPS = {
    "calls": QT_TRANSLATE_NOOP("Rules", "calls"),
    "calls_other": QT_TRANSLATE_NOOP("Rules", "calls to work"),
    "conversations": QT_TRANSLATE_NOOP("Rules", "conversations"),
    "electronic": QT_TRANSLATE_NOOP("Rules", "e-mails and texts"),
    "all_channels": QT_TRANSLATE_NOOP("Rules", "contacts of any kind"),
}


def _tr(text: str) -> str:
    return QCoreApplication.translate("Rules", text)


def confidence_words(letters: str) -> str:
    """Return how well a row is known: "read in the source, secondary source" for "C/S"."""
    return ", ".join(_tr(_CONFIDENCE.get(one, one)) for one in letters.split("/"))


def guards_panel() -> ListPanel[GuardLine]:
    """Return the list of guards."""
    columns: tuple[Column[GuardLine], ...] = (
        Column(
            _tr("Stands"),
            lambda one: theme.marked(_ON if one.rule.on else _OFF),
            lambda one: one.rule.on,
            icon=lambda one: mark_icon(_ON if one.rule.on else _OFF),
            width=7,
        ),
        Column(_tr("Guard"), lambda one: one.rule.id, lambda one: one.rule.id, width=11),
        Column(
            _tr("When"), lambda one: one.rule.trigger, lambda one: one.rule.trigger, stretch=True
        ),
        Column(_tr("Here it is"), lambda one: one.severity, lambda one: one.severity, width=24),
        Column(
            _tr("Source"),
            lambda one: one.rule.source,
            lambda one: one.rule.source,
            width=22,
            tip=lambda one: one.rule.source,
        ),
        Column(
            _tr("Fired"),
            lambda one: f"{one.count.total:,}" if one.count.total else "",
            lambda one: one.count.total,
            align_right=True,
            tip=count_words,
        ),
        Column(
            _tr("Overridden"),
            lambda one: f"{one.count.overridden:,}" if one.count.overridden else "",
            lambda one: one.count.overridden,
            align_right=True,
        ),
        Column(
            _tr("As of"),
            lambda one: day_text(one.rule.as_of),
            lambda one: one.rule.as_of,
        ),
    )
    panel = ListPanel(ListView(TableModel(columns, row_id=lambda one: one.rule.id), "guards"))
    panel.list.setAccessibleName(_tr("Guards"))
    panel.empty.tell(
        "shield", _tr("No such guard"), _tr("No guard has these words. Empty the field above.")
    )
    return panel


def count_words(line: GuardLine) -> str:
    """Return what a guard did lately, in words."""
    return _tr("{0} shown, {1} stopped, {2} overridden, {3} heeded").format(
        line.count.shown, line.count.stopped, line.count.overridden, line.count.heeded
    )


def events_panel(zone: Callable[[], str]) -> ListPanel[GuardEventLine]:
    """Return the list of what one guard did; `zone` gives the time zone of its clock."""
    columns: tuple[Column[GuardEventLine], ...] = (
        Column(
            _tr("When"),
            lambda one: moment_text(one.fired_at, zone()),
            lambda one: one.fired_at,
            width=30,
        ),
        Column(
            _tr("Customer"),
            lambda one: one.customer_name or _tr("no customer"),
            lambda one: one.customer_name.casefold(),
            width=22,
        ),
        Column(
            _tr("What it said"),
            lambda one: one.said[:1].upper() + one.said[1:],
            lambda one: one.said,
            stretch=True,
        ),
        Column(
            _tr("Then"),
            lambda one: _tr(_DECISIONS.get(one.decision, one.decision)),
            lambda one: one.decision,
            width=11,
        ),
        Column(_tr("Reason"), lambda one: one.reason, lambda one: one.reason, width=26),
        Column(_tr("Clerk"), lambda one: one.clerk, lambda one: one.clerk),
    )
    panel = ListPanel(ListView(TableModel(columns, row_id=lambda one: one.id), "guard_events"))
    panel.list.setAccessibleName(_tr("What this guard did"))
    panel.empty.tell(
        "shield",
        _tr("It did not fire"),
        _tr("Each firing stands here with the facts it saw and what was decided."),
    )
    return panel


def tables_panel() -> ListPanel[TableLine]:
    """Return the list of tables and when they were looked over."""
    columns: tuple[Column[TableLine], ...] = (
        Column(
            _tr("Table"),
            lambda one: one.table.label,
            lambda one: one.table.label,
            icon=lambda one: mark_icon(theme.SEVERITIES["warning"]) if one.stale else None,
            width=34,
        ),
        Column(
            _tr("Rests on"),
            lambda one: one.table.source,
            lambda one: one.table.source,
            stretch=True,
        ),
        Column(
            _tr("As shipped"), lambda one: day_text(one.table.as_of), lambda one: one.table.as_of
        ),
        Column(
            _tr("Looked over"), lambda one: day_text(one.looked_over), lambda one: one.looked_over
        ),
        Column(
            _tr("By"),
            lambda one: one.review.clerk if one.review else _tr("before shipping"),
            lambda one: one.review.clerk if one.review else "",
            tip=lambda one: one.review.note if one.review and one.review.note else "",
            width=18,
        ),
        Column(
            _tr("State"),
            lambda one: _tr("to be looked over") if one.stale else _tr("looked over"),
            lambda one: one.stale is not None,
            width=18,
        ),
    )
    panel = ListPanel(ListView(TableModel(columns, row_id=lambda one: one.table.table), "tables"))
    panel.list.setAccessibleName(_tr("Tables of rules"))
    return panel


def places_panel() -> ListPanel[PlaceRule]:
    """Return the list of numbers by place."""
    columns: tuple[Column[PlaceRule], ...] = (
        Column(_tr("Place"), lambda one: one.id, lambda one: one.id, width=11),
        Column(
            _tr("Binds"),
            lambda one: _words(one.applies),
            lambda one: _words(one.applies),
            width=18,
        ),
        Column(_tr("Protects"), _protected, _protected, width=22),
        Column(_tr("Numbers"), place_numbers, place_numbers, tip=place_numbers, stretch=True),
        Column(_tr("Stands in"), lambda one: one.cite, lambda one: one.cite, width=26),
        Column(
            _tr("Known"),
            lambda one: confidence_words(one.confidence),
            lambda one: one.confidence,
            width=18,
        ),
        Column(_tr("As of"), lambda one: day_text(one.as_of), lambda one: one.as_of),
    )
    panel = ListPanel(ListView(TableModel(columns, row_id=lambda one: one.id), "places"))
    panel.list.setAccessibleName(_tr("Numbers by place"))
    return panel


def consent_panel() -> ListPanel[ConsentRule]:
    """Return the list of recording consent by state."""
    columns: tuple[Column[ConsentRule], ...] = (
        Column(_tr("Place"), lambda one: one.place, lambda one: one.place, width=8),
        Column(
            _tr("Whose consent"),
            lambda one: _tr(_CLASSES[one.class_]),
            lambda one: one.class_,
            width=28,
        ),
        Column(_tr("Stands in"), lambda one: one.cite, lambda one: one.cite, width=34),
        Column(
            _tr("Known"),
            lambda one: confidence_words(one.confidence),
            lambda one: one.confidence,
            width=18,
        ),
        Column(_tr("Note"), lambda one: one.note, lambda one: one.note, stretch=True),
    )
    panel = ListPanel(ListView(TableModel(columns, row_id=lambda one: one.place), "consent"))
    panel.list.setAccessibleName(_tr("Recording consent by state"))
    return panel


def place_numbers(place: PlaceRule) -> str:
    """Return the numbers of a place in words."""
    parts = [*_contacts(place), *_notices(place), *_persons(place), *place.notes]
    return "; ".join(parts) or _tr("no numbers")


def _contacts(place: PlaceRule) -> list[str]:
    """Say when and how often somebody may be contacted there."""
    parts: list[str] = []
    if place.window:
        words = _tr("{0} to {1}, not for {2}") if place.window_excludes else _tr("{0} to {1}")
        parts.append(
            words.format(
                *place.window, ", ".join(_tr(_MEANS[one]) for one in sorted(place.window_excludes))
            )
        )
    parts += [_cap(cap) for cap in place.caps]
    if place.starts_days_past_due:
        parts.append(_tr("nothing before day {0} past due").format(place.starts_days_past_due))
    if place.effective:
        parts.append(_tr("since {0}").format(day_text(place.effective)))
    if place.must_state:
        parts.append(_tr("the caller states {0}").format(" and ".join(place.must_state)))
    return parts


def _notices(place: PlaceRule) -> list[str]:
    """Say what must be handed over there, and what waits."""
    parts: list[str] = []
    if place.validation_business_days:
        words = _tr("validation notice within {0} business days")
        parts.append(words.format(place.validation_business_days))
    elif place.validation_notice:
        parts.append(_tr("validation notice first"))
    if place.pre_action_days:
        words = _tr("letter before a claim: {0} days for a person, {1} for a company")
        parts.append(words.format(*place.pre_action_days))
    held = (
        (place.dispute_stops, _tr("a disputed part waits for proof")),
        (place.electronic_needs_consent, _tr("e-mail and texts need consent")),
        (place.plan_needs_written_copy, _tr("a payment plan is handed over in writing")),
        (place.breathing_space, _tr("breathing space")),
    )
    return [*parts, *(words for so, words in held if so)]


def _persons(place: PlaceRule) -> list[str]:
    """Say who is looked at differently there, and what is kept."""
    parts: list[str] = []
    if place.commercial_limit_minor is not None and place.commercial_from is not None:
        words = _tr("persons in business up to {0} USD like consumers since {1}")
        limit = f"{place.commercial_limit_minor // 100:,}"
        parts.append(words.format(limit, day_text(place.commercial_from)))
    if place.employer_contact:
        parts.append(_tr("employer {0}").format(place.employer_contact))
    if place.keep_years:
        parts.append(_tr("records kept {0} years").format(place.keep_years))
    return parts


def _cap(cap: Cap) -> str:
    words = _tr("{1}: {0} in {2} days")
    intent = _tr(" if meant to annoy") if cap.with_intent else ""
    return words.format(cap.most, _tr(_CAPS[cap.what]), cap.days) + intent


def _words(names: frozenset[str]) -> str:
    return ", ".join(_tr(_WHO[name]) for name in sorted(names))


def _protected(place: PlaceRule) -> str:
    return ", ".join(_tr(_WHO[kind.value]) for kind in sorted(place.kinds, key=lambda k: k.value))
