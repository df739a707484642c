from __future__ import annotations

from dataclasses import replace

import pytest

from collections_desk.domain.settings import Business
from collections_desk.errors import EntryRefusedError
from collections_desk.operations import preferences
from collections_desk.operations.desk import Desk
from collections_desk.operations.dictionary import known_words, learn_word
from tests.operations.mail_desk import add_customer, write_settings


def test_added_words_stay_and_names_are_known(desk: Desk) -> None:
    write_settings(desk)
    add_customer(desk, "Zwölfer & Schtroumpf GmbH")

    learn_word(desk, "remitt")
    learn_word(desk, "remitt")
    learn_word(desk, "aging")

    known = known_words(desk)
    assert [word for word in known if word in {"remitt", "aging"}] == ["aging", "remitt"]
    assert "Zwölfer & Schtroumpf GmbH" in known
    assert "María Ñuñoa" in known
    assert "Cecily Chief" in known


def test_saving_the_settings_that_lay_open_keeps_the_words(desk: Desk) -> None:
    settings = write_settings(desk)
    learn_word(desk, "remitt")

    preferences.change_settings(desk, replace(settings, business=Business(name="Other, Inc.")))

    assert "remitt" in known_words(desk)


def test_nothing_is_no_word(desk: Desk) -> None:
    with pytest.raises(EntryRefusedError):
        learn_word(desk, "  ")
