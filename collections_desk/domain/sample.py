"""The sample data: read from its files, moved to end just before today, ready to be stored.

Every date in the files counts from one anchor. The move is by whole weeks, so that a call
on a Tuesday stays on a Tuesday and a note that says "Friday" stays true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.letters import LetterState
from collections_desk.domain.money import from_decimal
from collections_desk.domain.resource_files import Item, read_csv, read_toml
from collections_desk.domain.sample_deeds import SampleDeeds, read_deeds
from collections_desk.domain.sample_rows import COLUMNS, Row, SampleReader
from collections_desk.domain.settings import Business, Settings, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from zoneinfo import ZoneInfo

#: The file that tells what holds for all the others.
HEAD = "sample/sample.toml"


@dataclass(frozen=True)
class SampleLetter:
    """A letter of the sample and how far it came.

    Attributes:
        customer_id: To whom.
        letter_type: "L02" for one.
        on: The day of its last rung on the desk; posted letters go the same day.
        rung: Where it stands.
        ended_on: When it was delivered or came back, or None.
        note: What stood on the piece that came back.
        consequence: What follows, for the letters that must say so.
        intended_on: From when.
    """

    customer_id: int
    letter_type: str
    on: date
    rung: LetterState
    ended_on: date | None = None
    note: str = ""
    consequence: str = ""
    intended_on: date | None = None

    @property
    def posted(self) -> bool:
        """Tell whether it left the house."""
        return self.rung in {LetterState.POSTED, LetterState.DELIVERED, LetterState.RETURNED}


@dataclass(frozen=True)
class Sample:
    """The sample, moved to its days.

    Attributes:
        settings: The invented business.
        ends_on: The last day on which something happened; balances are as of it.
        tables: Table name to rows, in an order in which each row's targets come first.
        letters: What the clerk of the sample writes, in the order of the days.
        article_number: What the demonstration types from the picture of a form.
        deeds: What else she did: charges, payments, decisions, a survey, sales.
    """

    settings: Settings
    ends_on: date
    tables: Mapping[str, list[Row]]
    letters: tuple[SampleLetter, ...]
    article_number: str
    deeds: SampleDeeds


def read_sample(text: Callable[[str], str], *, today: date) -> Sample:
    """Read the sample's files and move them to end in the week before `today`.

    Args:
        text: Gives the text of a resource file by its name.
        today: The creditor's local date; everything in the sample lies before it.

    Raises:
        ResourceFaultError: If a file breaks its form; it names file and line.
    """
    head = read_toml(text(HEAD), HEAD)
    anchor = head.day("anchor")
    weeks = (today - timedelta(days=1) - anchor).days // 7
    files = {
        name: read_csv(text(f"sample/{name}.csv"), f"sample/{name}.csv", set(columns.split(",")))
        for name, columns in COLUMNS.items()
    }
    reader = SampleReader(head, timedelta(weeks=weeks), anchor + timedelta(weeks=weeks), files)
    tables = reader.tables()
    letters = tuple(
        sorted((_letter(item, reader) for item in head.tables("letter")), key=lambda one: one.on)
    )
    _leave_out_bare_entries(tables, letters, reader.zone)
    number = head.text("article_number")
    deeds = read_deeds(head, reader, tables["invoice"])
    return Sample(_settings(head), reader.ends_on, tables, letters, number, deeds)


def _letter(item: Item, reader: SampleReader) -> SampleLetter:
    item.only({"customer", "type", "on", "rung", "ended_on", "note", "consequence", "intended_on"})
    rungs = {"draft", "approved", "printed", "posted", "delivered", "returned"}
    days = {
        key: item.day(key) + reader.shift for key in ("ended_on", "intended_on") if item.has(key)
    }
    reference = item.text("customer")
    if reference not in reader.customers:
        item.refuse(f"the customer {reference} is not in customers.csv", "customer")
    return SampleLetter(
        customer_id=reader.customers[reference],
        letter_type=item.text("type"),
        on=item.day("on") + reader.shift,
        rung=LetterState(item.choice("rung", rungs)),
        note=item.text("note", ""),
        consequence=item.text("consequence", ""),
        **days,
    )


def _leave_out_bare_entries(
    tables: dict[str, list[Row]], letters: Sequence[SampleLetter], zone: ZoneInfo
) -> None:
    """Leave out the entries "Letter L02 mailed" in whose place the letter itself comes."""
    written = {(letter.customer_id, letter.on) for letter in letters if letter.posted}
    bare = {
        row["id"]
        for row in tables["activity"]
        if row["kind"] == "letter"
        and (row["customer_id"], row["happened_at"].astimezone(zone).date()) in written
    }
    tables["activity"] = [row for row in tables["activity"] if row["id"] not in bare]
    tables["activity_invoice"] = [
        row for row in tables["activity_invoice"] if row["activity_id"] not in bare
    ]


def _settings(head: Item) -> Settings:
    business, late = head.table("business"), head.table("late_charges")
    lead, executive = head.table("lead_signer"), head.table("exec_signer")
    return Settings(
        business=Business(
            name=business.text("name"),
            address_lines=business.texts("address_lines"),
            phone=business.text("phone"),
            email=business.text("email"),
            website=business.text("website"),
            hours=business.text("hours"),
            contact_name=business.text("contact_name"),
            dispute_address=business.texts("dispute_address"),
            payment_instructions=business.text("payment_instructions"),
        ),
        clerk=head.text("clerk"),
        lead_signer=Signer(lead.text("name"), lead.text("role")),
        exec_signer=Signer(executive.text("name"), executive.text("role")),
        time_zone=head.text("time_zone"),
        late_fee_preset=late.text("preset"),
        late_fee_flat_minor=from_decimal(late.decimal("flat"), head.text("currency")).minor,
        late_fee_basis=late.text("basis"),
        late_fee_agreed_on=late.day("agreed_on"),
    )
