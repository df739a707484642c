"""Fill an empty store with the invented business, so that every screen has something to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.progress import Progress, no_progress
from collections_desk.domain.resource_files import read_toml
from collections_desk.domain.sample import HEAD, read_sample
from collections_desk.errors import StoreError
from collections_desk.operations.sample_deeds import do_sample_deeds
from collections_desk.operations.sample_mail import desk_of_the_sample, write_sample_mail
from collections_desk.store.sample import add_sample, has_customers

if TYPE_CHECKING:
    from datetime import date

    from collections_desk.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What the sample brought.

    Attributes:
        letters: How many letters stand on the rungs of the mail.
        ends_on: The last day on which something happened in it.
    """

    customers: int
    invoices: int
    activities: int
    promises: int
    disputes: int
    letters: int
    ends_on: date


def load_sample(desk: Desk, progress: Progress = no_progress) -> SampleReport:
    """Load the sample into an empty store and mark the store as sample.

    Raises:
        StoreError: If the store holds customers: invented ones never mix with real ones.
        ResourceFaultError: If a file of the sample breaks its form.
    """
    with desk.database.read() as session:
        if has_customers(session):
            raise StoreError(
                "This data file holds customers already.",
                "Load the sample into an empty folder. Nothing was loaded.",
                code="SAMPLE-MIX",
            )
    progress(0, 2)
    zone = ZoneInfo(read_toml(desk.resources.text(HEAD), HEAD).text("time_zone"))
    sample = read_sample(desk.resources.text, today=desk.now().astimezone(zone).date())
    progress(1, 2)
    counts = {name: len(rows) for name, rows in sample.tables.items()}
    counts["letter"] = len(sample.letters)
    with desk.database.write(
        "sample.loaded", "loaded the sample data", now=desk.now(), facts={"rows": counts}
    ) as transaction:
        add_sample(transaction, sample.settings, sample.tables)
        desk_on = desk_of_the_sample(desk, transaction, sample)
        write_sample_mail(transaction, sample, desk_on)
        do_sample_deeds(transaction, sample, desk_on)
    progress(2, 2)
    return SampleReport(
        customers=counts["customer"],
        invoices=counts["invoice"],
        activities=counts["activity"],
        promises=counts["promise"],
        disputes=counts["dispute"],
        letters=counts["letter"],
        ends_on=sample.ends_on,
    )
