"""Where the customer's clock stands: evidence, split places, and the common hours."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_desk.domain.customers import Address
from collections_desk.domain.time_zones import (
    TOLL_FREE,
    candidate_zones,
    common_window,
    inside_hours,
    phone_zones,
    zip_zone,
)
from collections_desk.domain.zone_tables import zone_tables
from collections_desk.errors import ResourceFaultError
from tests.domain.rules import RESOURCES

TABLES = RESOURCES.zone_tables


def zones(
    phones: tuple[str, ...] = (), stated: str | None = None, **place: str
) -> tuple[str, ...]:
    homes = [Address(1, **place)] if place else []  # type: ignore[arg-type]
    return candidate_zones(stated, homes, phones, TABLES).zones


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ({"postal_code": "02115", "region": "MA"}, ("America/New_York",)),
        ({"postal_code": "89883", "region": "NV"}, ("America/Denver",)),
        ({"postal_code": "79901", "region": "TX"}, ("America/Denver",)),
        ({"postal_code": "99999", "region": "TX"}, ("America/Chicago", "America/Denver")),
        ({"region": "Florida", "country": "US"}, ("America/New_York", "America/Chicago")),
        ({"region": "AE", "postal_code": "09012", "country": "US"}, ()),
        ({"country": "DE"}, ("Europe/Berlin", "Europe/Busingen")),
        ({"country": "AU", "region": "Victoria"}, ("Australia/Melbourne",)),
        ({"country": "CA", "region": "BC"}, ("America/Vancouver", "America/Edmonton")),
        ({"city": "Springfield"}, ()),
    ],
)
def test_places(place: dict[str, str], expected: tuple[str, ...]) -> None:
    assert zones((), None, **place) == expected


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("+12083345000", ("America/Boise", "America/Los_Angeles")),
        ("+16893340134", ("America/New_York",)),
        ("+18885550134", ()),
        ("+442079460000", ("Europe/London",)),
        ("not a number", ()),
    ],
)
def test_phones(phone: str, expected: tuple[str, ...]) -> None:
    assert phone_zones(phone, TABLES) == expected


def test_a_stated_zone_stands_alone() -> None:
    assert zones(("+12125550134",), "Asia/Tokyo", region="CA", postal_code="94103") == (
        "Asia/Tokyo",
    )
    assert zones((), "Not/AZone", region="CA", postal_code="94103") == ("America/Los_Angeles",)


def test_a_number_narrows_what_a_state_leaves_open() -> None:
    assert zones(("+13055550134",), region="FL", country="US") == ("America/New_York",)
    assert zones(("+61390000000",), country="AU") == ("Australia/Sydney",)


def test_a_zip_code_says_which_side_of_a_split_area_code() -> None:
    assert zones(("+12083345000",), region="ID", postal_code="83702") == ("America/Boise",)


@pytest.mark.parametrize("code", sorted(TOLL_FREE))
def test_toll_free_numbers_say_nothing(code: str) -> None:
    assert phone_zones(f"+1{code}5550134", TABLES) == ()


@pytest.mark.parametrize(
    "text", ["", "0211", "0211a", "\uff10\uff12\uff11\uff11\uff15", "SW1A 1AA"]
)
def test_what_is_no_zip_code_has_no_zone(text: str) -> None:
    assert zip_zone(text) is None


def test_every_state_of_the_union_is_there() -> None:
    assert len(TABLES.states) == 51 + 5 + 3
    assert len(TABLES.area_codes) == 29


def test_a_zone_that_does_not_exist_names_its_line() -> None:
    texts = {name: RESOURCES.text(f"places/{name}.csv") for name in ("states", "regions",
                                                                     "area_codes")}  # fmt: skip
    texts["states"] = texts["states"].replace("America/Anchorage", "America/Anchorwich")
    with pytest.raises(ResourceFaultError, match="Anchorwich") as refused:
        zone_tables(texts)

    assert refused.value.line > 1


SOME = st.lists(
    st.sampled_from(["America/New_York", "America/Phoenix", "America/Denver", "Europe/London",
                     "Australia/Sydney", "Pacific/Honolulu"]), min_size=1, max_size=4,
)  # fmt: skip


@given(SOME, st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 24 * 60 - 1))
def test_inside_the_window_is_inside_at_every_place(
    where: list[str], day: date, minute: int
) -> None:
    window = common_window(day, where, time(8), time(21))
    if window is None:
        return
    begin, end = window
    assert inside_hours(begin, where, time(8), time(21))
    assert inside_hours(end, where, time(8), time(21))
    moment = datetime.combine(day, time(minute // 60, minute % 60), begin.tzinfo)
    if begin <= moment <= end:
        assert inside_hours(moment, where, time(8), time(21))
