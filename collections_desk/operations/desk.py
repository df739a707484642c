"""The desk: built once at the start and handed down.

The only place that asks for the clock, the home folder and the resource files.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from collections_desk.domain.settings import Business, Settings, checked
from collections_desk.operations.home import config_folder
from collections_desk.store.keyring_access import Waiting, wait_quietly
from collections_desk.store.settings import load_settings, save_settings
from collections_desk.store.starting import (
    Places,
    StoreState,
    set_up_store,
    start_store,
    store_state,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from collections_desk.domain.activities import ActionCode, Outcome, Reason
    from collections_desk.domain.calendar import HolidayRule
    from collections_desk.domain.call_guides import CallGuide
    from collections_desk.domain.contact_plans import Plans
    from collections_desk.domain.disputes import DisputeCode
    from collections_desk.domain.envelopes import EnvelopeProfile
    from collections_desk.domain.figures import FigureText
    from collections_desk.domain.guards import GuardRule
    from collections_desk.domain.holds import Flag
    from collections_desk.domain.late_fees import Preset, ReferenceRates
    from collections_desk.domain.letter_templates import LetterLibrary
    from collections_desk.domain.limitation import LimitationPeriod
    from collections_desk.domain.place_rules import PlaceRule
    from collections_desk.domain.recording import Announcement, ConsentRule
    from collections_desk.domain.rule_tables import RuleTable
    from collections_desk.domain.surveys import SurveyForm
    from collections_desk.domain.tones import Tone
    from collections_desk.domain.zone_tables import ZoneTables
    from collections_desk.errors import DeskError
    from collections_desk.importers.layouts import Layout
    from collections_desk.letters.fonts import Assets
    from collections_desk.store.database import Database


def utc_now() -> datetime:
    """Return the time by this computer's clock."""
    return datetime.now(UTC)


def resources_folder() -> Path:
    """Return where the data files are: in the installed program, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


class Resources:
    """The data files that come with the program, read when first asked for.

    Each table has its own property; the check of its form stands in the part that owns it
    and is imported only then.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or resources_folder()

    def path(self, name: str) -> Path:
        """Return where a file is: for libraries that insist on opening it themselves."""
        return self.folder / name

    def text(self, name: str) -> str:
        """Return a file as text, "codes/outcomes.csv" for one."""
        return (self.folder / name).read_text(encoding="utf-8")

    def bytes(self, name: str) -> bytes:
        """Return a file as bytes."""
        return (self.folder / name).read_bytes()

    def names(self, folder: str) -> list[str]:
        """Return the names of the files in a folder, sorted, each with its folder."""
        return sorted(
            path.relative_to(self.folder).as_posix()
            for path in (self.folder / folder).iterdir()
            if path.is_file()
        )

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Return the table of outcomes by code."""
        from collections_desk.domain.activities import outcomes  # noqa: PLC0415 - when asked for

        return outcomes(self.text("codes/outcomes.csv"), "codes/outcomes.csv")

    @cached_property
    def actions(self) -> dict[str, ActionCode]:
        """Return the table of action codes."""
        from collections_desk.domain.activities import action_codes  # noqa: PLC0415 - when asked for

        return action_codes(self.text("codes/actions.csv"), "codes/actions.csv")

    @cached_property
    def reasons(self) -> dict[str, Reason]:
        """Return the reasons for non-payment by code."""
        from collections_desk.domain.activities import reasons  # noqa: PLC0415 - when asked for

        return reasons(self.text("codes/reasons.csv"), "codes/reasons.csv")

    @cached_property
    def dispute_codes(self) -> dict[str, DisputeCode]:
        """Return the dispute codes with their evidence."""
        from collections_desk.domain.disputes import dispute_codes  # noqa: PLC0415 - when asked for

        return dispute_codes(self.text("codes/disputes.csv"), "codes/disputes.csv")

    @cached_property
    def flags(self) -> dict[str, Flag]:
        """Return the stop flags and marks by code."""
        from collections_desk.domain.holds import flags  # noqa: PLC0415 - when asked for

        return flags(self.text("codes/flags.csv"), "codes/flags.csv")

    @cached_property
    def guards(self) -> dict[str, GuardRule]:
        """Return the guards by id."""
        from collections_desk.domain.guards import guard_rules  # noqa: PLC0415 - when asked for

        return guard_rules(self.text("guards/guards.csv"), "guards/guards.csv")

    @cached_property
    def plans(self) -> Plans:
        """Return the contact plans."""
        from collections_desk.domain.contact_plans import contact_plans  # noqa: PLC0415 - when asked for

        return contact_plans(self.text("plans/plans.toml"), "plans/plans.toml")

    @cached_property
    def tones(self) -> dict[str, Tone]:
        """Return the tones by id: what each does and avoids."""
        from collections_desk.domain.tones import tones  # noqa: PLC0415 - when asked for

        return tones(self.text("codes/tones.csv"), "codes/tones.csv")

    @cached_property
    def holidays(self) -> tuple[HolidayRule, ...]:
        """Return the public holidays of the creditor."""
        from collections_desk.domain.calendar import holiday_rules  # noqa: PLC0415 - when asked for

        return holiday_rules(self.text("holidays/us_federal.csv"), "holidays/us_federal.csv")

    @cached_property
    def letters(self) -> LetterLibrary:
        """Return the letter types, their elements and their wordings."""
        from collections_desk.domain.letter_templates import letter_library  # noqa: PLC0415 - when asked for

        return letter_library({name: self.text(name) for name in self.names("letters")})

    @cached_property
    def envelopes(self) -> dict[str, EnvelopeProfile]:
        """Return the envelope profiles by id."""
        from collections_desk.domain.envelopes import envelope_profiles  # noqa: PLC0415 - when asked for

        name = "envelopes/envelopes.toml"
        return envelope_profiles(self.text(name), name)

    @cached_property
    def letter_assets(self) -> Assets:
        """Return the fonts that are embedded in letters; the logo is added from the store."""
        from collections_desk.letters.fonts import Assets  # noqa: PLC0415 - when asked for

        names = ("Regular", "Bold", "Italic")
        return Assets(*(self.bytes(f"fonts/NotoSans-{name}.ttf") for name in names))

    @cached_property
    def survey_form(self) -> SurveyForm:
        """Return the form of the satisfaction survey."""
        from collections_desk.domain.surveys import survey_form  # noqa: PLC0415 - when asked for

        name = "surveys/satisfaction.toml"
        return survey_form(self.text(name), name)

    @cached_property
    def call_guides(self) -> tuple[CallGuide, ...]:
        """Return the call guides."""
        from collections_desk.domain.call_guides import call_guides  # noqa: PLC0415 - when asked for

        return call_guides(self.text("call_guides/guides.toml"), "call_guides/guides.toml")

    @cached_property
    def figure_texts(self) -> dict[str, FigureText]:
        """Return what the figures are called and how they are worked out, in their order."""
        from collections_desk.domain.figures import figure_texts  # noqa: PLC0415 - when asked for

        return figure_texts(self.text("figures/figures.toml"), "figures/figures.toml")

    @cached_property
    def zone_tables(self) -> ZoneTables:
        """Return which states, regions and area codes lie in which time zones."""
        from collections_desk.domain.zone_tables import zone_tables  # noqa: PLC0415 - when asked for

        return zone_tables(
            {name: self.text(f"places/{name}.csv") for name in ("states", "regions", "area_codes")}
        )

    @cached_property
    def import_layouts(self) -> dict[str, Layout]:
        """Return the layout descriptions of files to import."""
        from collections_desk.importers.layouts import all_layouts  # noqa: PLC0415 - when asked for

        return all_layouts((name, self.text(name)) for name in self.names("import_layouts"))

    @cached_property
    def fee_presets(self) -> dict[str, Preset]:
        """Return the presets of late charges by id."""
        from collections_desk.domain.late_fees import presets  # noqa: PLC0415 - when asked for

        return presets(self.text("fees/presets.toml"), "fees/presets.toml")

    @cached_property
    def reference_rates(self) -> ReferenceRates:
        """Return the reference rates of statutory interest."""
        from collections_desk.domain.late_fees import reference_rates  # noqa: PLC0415 - when asked for

        return reference_rates(self.text("fees/reference_rates.csv"), "fees/reference_rates.csv")

    @cached_property
    def places(self) -> dict[str, PlaceRule]:
        """Return the rules of single states, cities and countries."""
        from collections_desk.domain.place_rules import place_rules  # noqa: PLC0415 - when asked for

        return place_rules(self.text("places/places.toml"), "places/places.toml")

    @cached_property
    def rule_tables(self) -> tuple[RuleTable, ...]:
        """Return which tables of rules there are, and as of when."""
        from collections_desk.domain.rule_tables import rule_table_list  # noqa: PLC0415 - when asked for

        return rule_table_list(self.text("guards/tables.csv"), "guards/tables.csv")

    @cached_property
    def recording_consent(self) -> dict[str, ConsentRule]:
        """Return whose consent a recording needs, by state or country."""
        from collections_desk.domain.recording import consent_rules  # noqa: PLC0415 - when asked for

        name = "places/recording_consent.csv"
        return consent_rules(self.text(name), name)

    @cached_property
    def announcements(self) -> dict[str, Announcement]:
        """Return what may be said before a call is recorded, by id."""
        from collections_desk.domain.recording import announcements  # noqa: PLC0415 - when asked for

        name = "places/announcements.toml"
        return announcements(self.text(name), name)

    @cached_property
    def limitation_periods(self) -> dict[str, LimitationPeriod]:
        """Return after how many years a claim may be barred, by state."""
        from collections_desk.domain.limitation import limitation_periods  # noqa: PLC0415 - when asked for

        name = "places/limitation_periods.csv"
        return limitation_periods(self.text(name), name)


@dataclass(frozen=True)
class Desk:
    """The open desk.

    Attributes:
        database: The unlocked database.
        resources: The data files that come with the program.
        now: The only clock in the program; it returns moments with a time zone.
        home: The folder of the data file.
        sample: The data is invented: every page and window says so.
        warnings: What opening the store found and the clerk must be told.
    """

    database: Database
    resources: Resources
    now: Callable[[], datetime]
    home: Path
    sample: bool = False
    warnings: tuple[DeskError, ...] = ()

    def settings(self) -> Settings:
        """Return the settings as they stand now. Not inside another session."""
        with self.database.read() as session:
            return load_settings(session)

    def today(self) -> date:
        """Return the creditor's local date. Not inside another session."""
        return self.now().astimezone(ZoneInfo(self.settings().time_zone)).date()

    def close(self) -> None:
        """Write down what is pending and let go of the file, the lock and the key."""
        self.database.close()

    @property
    def clerk(self) -> str:
        """Return who sits at the desk. Not inside another session."""
        return self.settings().clerk


def home_state(home: Path) -> StoreState:
    """Tell whether there is a store in a home folder, was one, or never was."""
    return store_state(Places(home, config_folder(home)))


def set_up_desk(  # noqa: PLR0913 - what the first start asks
    home: Path,
    *,
    passphrase: str | None = None,
    keyring: bool = True,
    business: Business | None = None,
    clerk: str = "",
    settings: Settings | None = None,
    now: Callable[[], datetime] = utc_now,
    waiting: Waiting = wait_quietly,
) -> tuple[Desk, str]:
    """Make a new store, and return the open desk and the recovery code, to be shown once.

    Args:
        home: Where the data file is to lie.
        passphrase: Asked for at each start; without one the keyring keeps the key.
        keyring: Whether there is a keyring to ask; without it a passphrase is needed.
        business: Who is owed the money.
        clerk: Who sits at the desk.
        settings: All settings at once, in the place of the last two.
        now: The clock.
        waiting: Told while the keyring does not answer; may raise `Cancelled`.

    Raises:
        KeyProblemError: If the keyring does not keep the key. Nothing was created.
        EntryRefusedError: If a value cannot be. Nothing was created.
        StoreError: If there is a store already, or none can be made.
    """
    wanted = checked(settings or Settings(business=business or Business(), clerk=clerk))
    places = Places(home, config_folder(home))
    started, code = set_up_store(
        places, passphrase=passphrase, keyring=keyring, now=now(), waiting=waiting
    )
    desk = Desk(started.database, Resources(), now, home)
    with (
        desk.database.closed_on_error(),
        desk.database.write(
            "settings.saved", "set up the desk", now=now(), facts={"clerk": wanted.clerk}
        ) as transaction,
    ):
        save_settings(transaction, wanted)
    return desk, code


def open_desk(  # noqa: PLR0913 - the ways in
    home: Path,
    *,
    passphrase: str | None = None,
    recovery_code: str | None = None,
    now: Callable[[], datetime] = utc_now,
    waiting: Waiting = wait_quietly,
    remove_foreign_lock: bool = False,
) -> Desk:
    """Open the store in a home folder. `Desk.warnings` holds what the clerk must be told.

    Args:
        home: Where the data file lies.
        passphrase: What the clerk typed, in passphrase mode.
        recovery_code: What the clerk typed from the paper, in the place of the keyring.
        now: The clock.
        waiting: Told while the keyring does not answer; may raise `Cancelled`.
        remove_foreign_lock: Pass a lock that another computer left behind.

    Raises:
        KeyProblemError: If the key cannot be had.
        StoreError: If the store cannot be opened as it stands.
    """
    started = start_store(
        Places(home, config_folder(home)),
        passphrase=passphrase,
        recovery_code=recovery_code,
        now=now(),
        waiting=waiting,
        remove_foreign_lock=remove_foreign_lock,
    )
    with started.database.closed_on_error():
        told = started.database.watch_clock(now())
    return Desk(
        started.database,
        Resources(),
        now,
        home,
        sample=started.sample,
        warnings=(*started.warnings, *told),
    )
