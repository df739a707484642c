"""What the clerk does over and over, by keys: open, find, write, approve, print, post."""

from __future__ import annotations

from PySide6.QtWidgets import QTableView

from collections_desk.desktop.dialogs.guards import GuardsDialog
from collections_desk.desktop.letter_start import LetterStart
from collections_desk.desktop.mail_lists import LISTS, title_of
from tests.whole.keys import Keys


def open_in_worklist(clerk: Keys, name: str) -> None:
    """Go to the line of a customer in the worklist and open the page beside it."""
    clerk.press("Ctrl+1")
    clerk.reads("Worklist")
    clerk.go_to_line(name)
    clerk.press("Return")


def find(clerk: Keys, name: str) -> None:
    """Find a customer from anywhere."""
    clerk.press("Ctrl+K")
    clerk.write(name.lower())
    clerk.reads(name)
    clerk.press("Return")
    clerk.reads(name)


def choose_letter(clerk: Keys, label: str) -> None:
    clerk.sees(LetterStart)
    clerk.go_to_line(label)
    clerk.press("Return")
    clerk.back_in_the_window()


def approve(clerk: Keys, *, guarded: bool = False) -> None:
    clerk.press("Alt+P")
    if guarded:
        clerk.sees(GuardsDialog)
        for number in range(1, clerk.text().count("why you go on") + 1):
            clerk.press(f"Alt+{number}")
            clerk.write("agreed with the head of credit")
        clerk.press("Return")
    clerk.back_in_the_window()
    clerk.reads("1 letter approved.")


def show_letters(clerk: Keys, list_id: str) -> None:
    """Go to one of the lists of the mail by keys, and into its lines."""
    place = [one.id for one in LISTS].index(list_id)
    clerk.press("Ctrl+3")
    clerk.tab_to("Lists of the mail")
    clerk.press("Home")
    clerk.press(*["Down"] * place)
    clerk.reads(title_of(LISTS[place]))
    table = clerk.tab_to("Letters")
    assert isinstance(table, QTableView)
