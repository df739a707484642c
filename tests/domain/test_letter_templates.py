"""The shipped wordings, what each type demands of them, and what a wrong file is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from collections_desk.domain.contact_plans import contact_plans
from collections_desk.domain.guards_letter import words_in
from collections_desk.domain.letter_templates import (
    BY_OPTION,
    LetterLibrary,
    brought,
    letter_library,
    read_letter_template,
)
from collections_desk.errors import ResourceFaultError

RESOURCES = Path(__file__).parents[2] / "resources"
FILES = {
    f"letters/{path.name}": path.read_text(encoding="utf-8")
    for path in (RESOURCES / "letters").iterdir()
}
LIBRARY: LetterLibrary = letter_library(FILES)


def test_the_types_of_the_practice_are_there() -> None:
    shipped = {"L01", "L02", "L03", "L04", "L08", "L09", "L11", "L14", "L16"}
    assert shipped <= set(LIBRARY.types) <= {f"L{number:02}" for number in range(1, 18)}
    assert all(LIBRARY.of_type(one) for one in LIBRARY.types)
    assert len(LIBRARY.elements) == 37


@pytest.mark.parametrize("name", sorted(LIBRARY.templates))
def test_each_wording_has_what_its_type_requires_and_nothing_forbidden(name: str) -> None:
    template = LIBRARY.templates[name]
    kind = LIBRARY.types[template.letter_type]

    assert kind.required() <= brought(template) | BY_OPTION
    assert not {"E13", "E15", "E20"} & kind.forbidden() & brought(template)


@pytest.mark.parametrize("name", sorted(LIBRARY.templates))
def test_no_shipped_wording_threatens_or_shouts(name: str) -> None:
    template = LIBRARY.templates[name]
    text = f"{template.subject}\n{template.body}"

    assert words_in(text, [*LIBRARY.court_words, *LIBRARY.credit_words]) == []
    assert "!" not in text
    assert not any(word.isupper() and len(word) > 3 for word in text.split())
    for word in ("you must", "immediately", "further action"):
        assert word not in text.casefold()


def test_every_letter_of_the_contact_plans_that_is_shipped_fits_a_wording() -> None:
    file = "plans/plans.toml"
    plans = contact_plans((RESOURCES / file).read_text(encoding="utf-8"), file)
    steps = [step for plan in plans.plans.values() for step in plan.steps if step.letter]
    shipped = [step for step in steps if step.letter in LIBRARY.types]

    # A confirmation that contact is stopped (L16) is no step of a plan: it follows a flag.
    assert {step.letter for step in shipped} <= set(LIBRARY.types) - {"L16"}
    for letter in ("L01", "L02", "L03"):
        assert len(LIBRARY.of_type(letter)) == (3 if letter == "L01" else 2)


TEMPLATE = FILES["letters/L02-friendly.toml"]


@pytest.mark.parametrize(
    ("old", "new", "said", "line"),
    [
        pytest.param("{{fees_note}}", "{{fee_note}}", 'no field "fee_note"', 17, id="field"),
        pytest.param("{{statement_table}}\n", "", "needs E05", 8, id="lost element"),
        pytest.param('type = "L02"', 'type = "L99"', "L99", 3, id="unknown type"),
        pytest.param('signer = "clerk"', 'signer = "boss"', "boss", 6, id="unknown signer"),
        pytest.param("version", "vresion", "vresion", 2, id="misspelt key"),
        pytest.param("subject = ", "subject ", "TOML", 9, id="not TOML"),
        pytest.param(
            "{{how_to_pay}}", "{{how_to_pay}} {{consequence}}", "E15 must not", 8, id="threat"
        ),
    ],
)
def test_a_wrong_template_is_refused_with_its_line(
    old: str, new: str, said: str, line: int
) -> None:
    with pytest.raises(ResourceFaultError, match=said) as refused:
        read_letter_template(TEMPLATE.replace(old, new, 1), "own.toml", LIBRARY.types)
    assert refused.value.line == line


def test_words_are_found_whole_and_in_any_case() -> None:
    assert words_in("An ARREST of the  docket", ["arrest", "docket"]) == ["arrest", "docket"]
    assert words_in("arresting marshalling", ["arrest", "marshal"]) == []
    assert words_in("see case   no. 5", ["case no."]) == ["case no."]
