"""Three customers, three categories, three different endings: 120 days at the keyboard.

Each story lives through the days from Monday, July 6, 2026: on Mondays the clerk imports what
the books say, and every day she does what the worklist asks for. Nothing is done by calling an
operation; the worklist is read only to know which line is due.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from collections_desk.desktop.main_window import MainWindow
from collections_desk.domain.customer_page import CustomerPage
from collections_desk.domain.payment_plans import PlanState
from collections_desk.domain.worklist import NextAction
from collections_desk.operations import customers, placement_entries, safekeeping, surveys
from collections_desk.operations.desk import Desk
from collections_desk.operations.worklist import worklist
from tests.clock import Clock
from tests.operations.mail_desk import write_settings
from tests.whole.deeds import find
from tests.whole.keys import Keys
from tests.whole.months import Months

FIRST, DAYS = date(2026, 7, 6), 120
#: Somebody who owes nothing yet, so that no file is ever empty.
OTHER = (
    "Cobalt Tea Room,9 Lake Road,Erie,PA,16504,814-555-0111,INV-299,06/01/2026,12/20/2026,10,10"
)
SATURDAY = 5
Story = Callable[[NextAction], str]


@pytest.fixture
def months(
    desk: Desk,
    clock: Clock,
    open_window: Callable[..., MainWindow],
    qtbot: QtBot,
    tmp_path: Path,
) -> Months:
    """Give a clerk at her desk on the first Monday."""
    write_settings(desk)
    clock.now = clock.now.replace(year=FIRST.year, month=FIRST.month, day=FIRST.day, hour=18)
    return Months(Keys(open_window(desk), qtbot), clock, tmp_path)


def live(  # noqa: PLR0913, PLR0917 - what a story is made of
    months: Months,
    name: str,
    item: str,
    left: Mapping[date, int],
    story: Story,
    events: Mapping[date, Callable[[], None]],
) -> list[str]:
    """Live through the days and return what was done: the day, the step and the deed.

    Args:
        months: The clerk.
        name: The customer of the story.
        item: The line of the file, without the open balance.
        left: What the books say is open, from which Monday on.
        story: Does by keys what is asked for, and says what it was.
        events: What comes by itself, by day: a signed copy, a check, the answers to a survey.
    """
    done = []
    for day in (FIRST + timedelta(days=count) for count in range(DAYS)):
        if day.weekday() >= SATURDAY:
            continue
        months.morning(day)
        if day.weekday() == 0:
            owed = next(owed for since, owed in reversed(list(left.items())) if since <= day)
            months.import_items(*([f"{item},{owed}"] if owed else []), OTHER)
        if day in events:
            events[day]()
        for line in months.due():
            if line.name == name and line.next_action is not None:
                what = story(line.next_action)
                done.append(f"{day:%m-%d} {line.next_action.step or '--'} {what}")
    return done


def page_of(desk: Desk, name: str) -> CustomerPage:
    line = next(one for one in worklist(desk, everyone=True) if one.name == name)
    return customers.customer_page(desk, line.customer_id)


def letters_in_order(months: Months, name: str, page: CustomerPage) -> list[str]:
    """See that each letter was printed to a PDF, and that the bundle holds them in order.

    With them goes the whole timeline.
    """
    letters = sorted(page.letters, key=lambda one: one.ref)
    printed = [text_of(path) for path in months.printed]
    for letter in letters:
        assert sum(letter.ref in text for text in printed) == 1, letter.ref
    bundle = pages_of(months.bundle(name))
    places = [
        next(place for place, page in enumerate(bundle) if letter.ref in page and "Dear " in page)
        for letter in letters
    ]
    assert places == sorted(set(places)), "the letters are not in order, each as printed"
    whole = "\n".join(bundle)
    for entry in page.timeline:  # calls, letters, payments, promises, guards: every line of it
        assert " ".join(entry.title.split(": ")[-1].split()) in whole, entry.title
    return [letter.type for letter in letters]


def enclose(clerk: Keys) -> None:
    """Name the papers that go with the answer to a dispute."""
    clerk.press("Alt+D")
    clerk.fill("Enclosures", "Quote, proof sheet and delivery note")
    clerk.press("Tab")


#: What is filled in of a letter by its type.
ENCLOSED = {"L09": enclose}


def text_of(path: Path) -> str:
    return "\n".join(pages_of(path))


def pages_of(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.timeout(400)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_disorganized_customer_pays_after_a_reminder(months: Months, desk: Desk) -> None:
    name = "Ashgrove Florist"
    item = f"{name},14 Elm Street,Erie,PA,16501,814-555-0101,INV-201,06/20/2026,07/20/2026,640"

    def story(action: NextAction) -> str:
        if action.kind == "letter":
            months.letter(name)
            months.print_all()
            return action.letter_type or ""
        if action.kind == "call":
            months.talk(name, "rpn", "The invoice lay in a drawer; a copy went to the owner.")
            return "call"
        months.step_done(name, "spoke to the owner about the terms")
        return "done"

    done = live(
        months,
        name,
        item,
        {FIRST: 640, date(2026, 8, 10): 0},
        story,
        {
            FIRST: lambda: months.decide_category(name, 1, "paper gets lost there every year"),
            date(2026, 9, 2): lambda: months.answer_survey("5", "4", "5", "0", "5"),
        },
    )

    assert done == [
        "07-13 A1 L01",
        "07-23 A3 L02",
        "07-27 A4 call",
        "07-30 A5 L02",
        "08-11 F1 L14",
        "08-24 F2 L15",
        "09-09 F3 done",
    ]
    page = page_of(desk, name)
    assert letters_in_order(months, name, page) == ["L01", "L02", "L02", "L14", "L15"]
    assert [case.how for case in page.cases] == ["paid"]
    (answered,) = surveys.survey_page(desk).sent
    assert (answered.answers, answered.category) == ((5, 4, 5, None, 5), "disorganized")
    assert safekeeping.verify(desk).good


@pytest.mark.timeout(400)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_struggling_customer_breaks_a_plan_cures_it_and_completes_it(
    months: Months, desk: Desk
) -> None:
    name = "Bellweather Diner"
    item = f"{name},3 Canal Road,Erie,PA,16503,814-555-0102,INV-301,06/10/2026,07/10/2026,3000"

    def story(action: NextAction) -> str:
        if "Offer a payment plan" in action.text:
            months.offer_plan(name)
            return "plan offered, L05"
        if action.kind == "letter":
            months.letter(name)
            months.print_all()
            return action.letter_type or ""
        if action.step == "B7":
            months.talk(name, "rpn", "A supplier was paid first; a check comes this week.")
            return "call"
        if action.kind == "call":
            months.talk(name, "rph", "The season is bad; money comes in every other week.")
            return "call"
        months.step_done(name, "terms stay as they are")
        return "done"

    done = live(
        months,
        name,
        item,
        {
            FIRST: 3000,
            date(2026, 7, 27): 2400,
            date(2026, 8, 10): 1800,
            date(2026, 8, 31): 1200,
            date(2026, 9, 7): 600,
            date(2026, 9, 21): 0,
        },
        story,
        {
            FIRST: lambda: months.decide_category(name, 2, "all inns have a bad season here"),
            date(2026, 7, 22): lambda: months.sign_plan(name),
            date(2026, 8, 28): lambda: months.pay_by_check(name, "600", "1187"),
        },
    )

    assert done == [
        "07-06 B1 L01",
        "07-15 B2 call",
        "07-16 -- plan offered, L05",
        "07-17 B5 L06",
        "07-22 B6 L01",
        "08-04 B6 L01",
        "08-18 B6 L01",
        "08-25 B7 call",
        "08-27 B8 L07",
        "09-01 B6 L01",
        "09-15 B6 L01",
        "09-22 F1 L14",
        "10-05 F2 L15",
        "10-21 F3 done",
    ]
    page = page_of(desk, name)
    (plan,) = page.payment_plans
    assert plan.state is PlanState.COMPLETED
    assert plan.plan.signed_sha256
    assert [part.state for part in plan.installments] == ["kept"] * 5
    kinds = letters_in_order(months, name, page)
    assert [kind for kind in kinds if kind != "L01"] == ["L05", "L06", "L07", "L14", "L15"]
    assert [case.how for case in page.cases] == ["paid"]
    assert safekeeping.verify(desk).good


@pytest.mark.timeout(400)
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # off the screen
def test_the_disputing_customer_is_partly_right_and_goes_to_the_agency(
    months: Months, desk: Desk
) -> None:
    name = "Corvid Print Works"
    item = f"{name},77 Lake Avenue,Erie,PA,16502,814-555-0103,INV-401,06/01/2026,07/01/2026,4000"

    def complain() -> None:
        months.dispute(
            name,
            ("price", "500", "We were quoted 500 less."),
            ("quality", "800", "The second run was gray."),
        )
        months.decide_category(name, 3, "two lines of one invoice are disputed")

    def consequence(clerk: Keys) -> None:
        """Fill in what will follow, who decided it and when."""
        clerk.press("Alt+D")
        clerk.fill("What will follow", "We will place the account with an outside agency.")
        clerk.fill("Decided by", "T. Okafor")
        clerk.fill("Intended on", "11/02/2026")
        clerk.press("Tab")

    def story(action: NextAction) -> str:
        if action.step == "C4":
            find(months.clerk, name)
            months.decide_dispute(
                "line 1",
                "Decided for the customer",
                "The quote says 3,500; the difference is ours.",
                credit=True,
            )
            months.decide_dispute(
                "line 2", "Decided: the charge stands", "They signed the second run off."
            )
        if action.kind == "letter":
            warns = action.letter_type in {"L04", "L11", "L12"}
            months.letter(
                name, fill=consequence if warns else ENCLOSED.get(action.letter_type or "")
            )
            if action.certified:
                months.number(name)
            months.print_all()
            return action.letter_type or ""
        if action.kind == "review":
            months.decide_on_agency(name, "Keystone Recovery LLC")
            return "agency decided"
        if action.kind == "call":
            months.talk(name, "rpn", "Told them where the matter stands.")
            return "call"
        if action.step == "C2":
            months.step_done(name, "quote, proof sheet and delivery note are in the file")
            return "evidence"
        months.place(name)
        return "placed"

    done = live(
        months,
        name,
        item,
        {FIRST: 4000, date(2026, 7, 27): 3500},
        story,
        {FIRST: complain},
    )

    assert done == [
        "07-06 D2 L02",
        "07-07 C1 L08",
        "07-08 C2 evidence",
        "07-13 C3 call",
        "07-15 D3 call",
        "07-21 C4 L09",
        "07-31 C5 call",
        "08-05 C6 L04",
        "08-20 C7 L11",
        "09-29 C9 agency decided",
        "10-06 C8 L12",
        "10-16 -- placed",
    ]
    page = page_of(desk, name)
    (line,) = [one for one in worklist(desk, everyone=True) if one.name == name]
    assert line.state == "end"
    assert not line.to_be_collected
    assert {dispute.line: dispute.state for dispute in page.disputes} == {
        "line 1": "decided_for_customer",
        "line 2": "decided_upheld",
    }
    (placement,) = placement_entries.all_placements(desk, line.customer_id)
    assert (placement.name, placement.amount.minor) == ("Keystone Recovery LLC", 350_000)
    assert [case.how for case in page.cases] == ["placed"]
    names = zipfile.ZipFile(months.folder / "package.zip").namelist()
    assert any(one.endswith(".csv") for one in names)
    kinds = letters_in_order(months, name, page)
    assert kinds == ["L02", "L08", "L09", "L04", "L11", "L12"]
    assert safekeeping.verify(desk).good
