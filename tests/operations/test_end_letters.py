"""The letters at the end of the road: agency, court, paid in full, survey."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from collections_desk.domain.letter_templates import ON_THE_PAGE, brought
from collections_desk.operations import contact, mail
from collections_desk.operations.desk import Desk, Resources
from collections_desk.operations.placements import place
from collections_desk.store.holds import holds
from tests.operations.ends_desk import AGENCY, COURT, REASONS, decided, late_customer, usd
from tests.operations.mail_desk import (
    DECIDED,
    add_customer,
    approved,
    pay_all,
    write_settings,
)

LIBRARY = Resources().letters
#: Elements that stand in the envelope, the options or the mode, not in the wording.
BY_OPTION = {"E24", "E25", "E26"}

#: Section 5 of the collections practice, one text of seventeen letters for each element.
TABLE = """
E01 RRRRRRRRRRRRRRRRR
E02 RRRRRRRRRRRRRRRRR
E03 RRRRRRRRRRRRRRRRR
E04 RRRRRRRRRRRRRRORR
E05 RRRRRRCRRRRRROXXC
E06 RRRRRRRCRRRRRRXXR
E07 XCCCCRC-CRCCR-XXR
E08 RRRRRRR-R-RRR-XX-
E09 RORRRRRRRCRRR-O-R
E10 RRRRRRR-CCRRR-XXO
E11 RRRRRRRRRRRRROORR
E12 ORROO-O---OO-----
E13 XORROORRR-RRR-X--
E14 OORRR-R-O-OOC-X--
E15 XXORORRXCXRRRXXXX
E16 CXXORRC-O-O---XX-
E17 XXX-ORC-------XX-
E18 ----OR--OO-------
E19 XXXXXCXXXXXXXXXXX
E20 XXXOXXXRRCOXCXXX-
E21 XXXXXXXRCXXXXXXC-
E22 ---O----R-O-C-XX-
E23 XXOXOCXXORXXXOXXX
E24 ---O-O--O-ROR--O-
E25 XXOOXOOOOOROOXXXX
E26 OOCCCCCCRORCR---O
E27 XXXOXXXXXXOROXXX-
E28 XXXXXXXXXXOXRXXXX
E29 --------CO---RX--
E30 ROXXOOXRORXXXRRXX
E31 XXXXXXXXXXXXXXRXX
E32 CCCCCCCCCCCCCCCCC
E33 CCCCCCCCCCCCC--CR
E34 -------C--------R
E35 CCCCCCCCCCCCCC-CC
E36 RRRRRRRRRRRRRRRRR
E37 ---------------R-
"""


def words(pdf: bytes) -> str:
    """Return the text of a PDF in one line."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    return " ".join(" ".join(texts).split())


def text_of(desk: Desk, letter_id: int) -> str:
    """Return a letter as it would print."""
    shown = mail.preview_letter(desk, letter_id)
    assert shown.pdf is not None
    return words(shown.pdf)


def test_the_table_of_elements_is_that_of_the_practice() -> None:
    rows = [line.replace(" ", "") for line in TABLE.strip().splitlines()]
    wanted = {row[:3]: row[3:] for row in rows}
    columns = [f"L{number:02}" for number in range(1, 18)]
    text = Resources().text("letters/elements.csv").splitlines()
    assert text[0].split(",")[2:] == columns

    found = {line[:3]: "".join(line.split(",")[-17:]) for line in text[1:]}

    assert found == wanted


@pytest.mark.parametrize("name", sorted(LIBRARY.templates))
def test_every_wording_has_what_its_type_needs_and_nothing_forbidden(name: str) -> None:
    template = LIBRARY.templates[name]
    letter_type = LIBRARY.types[template.letter_type]
    have = brought(template) | ON_THE_PAGE

    assert letter_type.required() - have <= BY_OPTION
    # A statement brings both E05 and E08; where one is forbidden there is no statement at all.
    assert not have & letter_type.forbidden()


@pytest.mark.parametrize("name", sorted(LIBRARY.templates))
def test_no_wording_looks_like_court_paper_or_speaks_of_credit_reports(name: str) -> None:
    template = LIBRARY.templates[name]
    text = f"{template.subject}\n{template.body}".casefold()

    assert [word for word in (*LIBRARY.court_words, *LIBRARY.credit_words) if word in text] == []


def draft(desk: Desk, customer_id: int, template: str) -> int:
    """Draft a letter of a wording with its consequence decided."""
    kind = template[:3]
    letter = mail.draft_letter(desk, customer_id, kind, template=template).letter
    options = replace(DECIDED, act_by=letter.options.act_by, enclosures=letter.options.enclosures)
    options = replace(options, consequence="we place the account as described.")
    mail.save_letter_draft(desk, letter.id, options=options)
    return letter.id


def test_l12_names_the_agency_that_was_decided_on(desk: Desk) -> None:
    customer_id = late_customer(desk)
    decided(desk, customer_id, "agency", receiver=AGENCY)

    letter_id = draft(desk, customer_id, "L12-formal")
    text = text_of(desk, letter_id)

    assert mail.open_draft(desk, letter_id).problems == ()
    for said in ("Keystone Recovery LLC, 9 Market Street, Erie PA 16501", "December 15, 2026"):
        assert said in text


def test_l12_without_a_decision_says_where_to_make_it(desk: Desk) -> None:
    customer_id = late_customer(desk)

    problems = mail.open_draft(desk, draft(desk, customer_id, "L12-formal")).problems

    missing = next(one for one in problems if one.field == "agency_name")
    assert "Review and Decide (key V)" in missing.remedy


def test_l12_after_the_placement_says_to_pay_the_agency(desk: Desk, tmp_path: Path) -> None:
    customer_id = late_customer(desk)
    place(desk, [customer_id], AGENCY, tmp_path / "package.zip", reasons=REASONS)

    letter_id = draft(desk, customer_id, "L12-placed")
    text = text_of(desk, letter_id)

    assert mail.open_draft(desk, letter_id).problems == ()
    for said in ("Please pay the agency", "November 20, 2026", "814-555-0111", "$1,123.50"):
        assert said in text


def test_l13_names_court_amount_costs_day_and_papers(desk: Desk) -> None:
    customer_id = late_customer(desk)
    from collections_desk.domain.decisions import Estimate  # noqa: PLC0415 - one value

    decided(desk, customer_id, "court", receiver=COURT, estimate=Estimate(costs=usd(85)))

    letter_id = draft(desk, customer_id, "L13-formal")
    text = text_of(desk, letter_id)

    assert mail.open_draft(desk, letter_id).problems == ()
    for said in (
        "Allegheny County, small claims",
        "$1,123.50",
        "$85.00",
        "December 4, 2026",
        "Copies of the open invoices",
        "comes from us and not from a court",
    ):
        assert said in text
    findings = {found.guard for found in mail.examine_letter(desk, letter_id)}
    assert "G-LTR-03" not in findings


def test_l14_says_that_terms_are_restored_and_lifts_the_credit_hold(desk: Desk) -> None:
    write_settings(desk)
    customer_id = add_customer(desk)
    contact.set_stop_flag(desk, customer_id, "CREDIT_HOLD", reason="two months late")
    pay_all(desk, customer_id)
    letter_id = mail.draft_letter(desk, customer_id, "L14").letter.id
    assert "the hold on new supply on credit is lifted" in text_of(desk, letter_id)

    letter = approved(desk, customer_id, "L14")

    with desk.database.read() as session:
        (hold,) = holds(session, customer_id)
    assert hold.lifted_on == date(2026, 11, 20)
    assert letter.ref in hold.lifted_reason


def test_l14_without_a_hold_says_that_the_terms_go_on(desk: Desk) -> None:
    write_settings(desk)
    customer_id = add_customer(desk)
    pay_all(desk, customer_id)

    letter_id = mail.draft_letter(desk, customer_id, "L14").letter.id

    assert "Your credit terms go on as agreed" in text_of(desk, letter_id)


def test_l15_asks_five_questions_on_one_page_and_speaks_of_no_debt(desk: Desk) -> None:
    write_settings(desk)
    customer_id = add_customer(desk)
    pay_all(desk, customer_id)

    letter_id = mail.draft_letter(desk, customer_id, "L15").letter.id
    shown = mail.preview_letter(desk, letter_id)
    text = text_of(desk, letter_id)

    assert (shown.pages, shown.problems) == (1, ())
    for question in Resources().survey_form.questions:
        assert question in text
    assert "voluntary" in text
    for word in ("$", "paid", "past due", "invoice ", "Balances as of"):
        assert word not in text.replace("invoices and papers", ""), word


def test_a_notice_of_placement_asks_for_the_agency_where_none_was_decided(desk: Desk) -> None:
    customer_id = late_customer(desk)

    assert "agency_name" in {
        one.field for one in mail.open_draft(desk, draft(desk, customer_id, "L12-formal")).problems
    }
