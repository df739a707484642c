"""Which states, regions and area codes lie in which time zones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.resource_files import read_csv

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.resource_files import Item


@dataclass(frozen=True, slots=True)
class ZoneTables:
    """Zones by place; the major one first.

    Attributes:
        states: By US state code; empty for military addresses, which have no zone.
        state_names: State codes by folded name.
        regions: By country and folded region name or code.
        area_codes: By North American area code that spans zones, whatever a library says.
    """

    states: Mapping[str, tuple[str, ...]]
    state_names: Mapping[str, str]
    regions: Mapping[tuple[str, str], tuple[str, ...]]
    area_codes: Mapping[str, tuple[str, ...]]


def zone_tables(texts: Mapping[str, str]) -> ZoneTables:
    """Read the tables "states", "regions" and "area_codes".

    Raises:
        ResourceFaultError: If a zone is not known to the time zone data.
    """
    states = read_csv(texts["states"], "places/states.csv", {"state", "name", "zones"})
    regions = read_csv(
        texts["regions"], "places/regions.csv", {"country", "region", "name", "zones"}
    )
    codes = read_csv(texts["area_codes"], "places/area_codes.csv", {"area_code", "zones"})
    by_region: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in regions:
        for key in ("region", "name"):
            by_region[row.text("country"), row.text(key).casefold()] = _zones(row)
    return ZoneTables(
        {row.text("state"): _zones(row) for row in states},
        {row.text("name").casefold(): row.text("state") for row in states},
        by_region,
        {row.text("area_code"): _zones(row) for row in codes},
    )


def _zones(row: Item) -> tuple[str, ...]:
    zones = tuple(zone for zone in row.text("zones", "").split("|") if zone)
    for zone in zones:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            row.refuse(f'"{zone}" is not a time zone', "zones")
    return zones
