"""The sample data: read from its files, moved to end just before today, ready to be stored.

Every date in the files counts from one anchor. The move is by whole weeks, so that a call
on a Tuesday stays on a Tuesday and a note that says "Friday" stays true.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from collections_desk.domain.resource_files import Item, read_csv, read_toml
from collections_desk.domain.sample_rows import COLUMNS, Row, SampleReader
from collections_desk.domain.settings import Business, Settings, Signer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The file that tells what holds for all the others.
HEAD = "sample/sample.toml"


@dataclass(frozen=True)
class Sample:
    """The sample, moved to its days.

    Attributes:
        settings: The invented business.
        ends_on: The last day on which something happened; balances are as of it.
        tables: Table name to rows, in an order in which each row's targets come first.
    """

    settings: Settings
    ends_on: date
    tables: Mapping[str, list[Row]]


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
    return Sample(_settings(head), reader.ends_on, reader.tables())


def _settings(head: Item) -> Settings:
    business = head.table("business")
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
    )
