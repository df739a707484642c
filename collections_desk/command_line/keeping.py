"""Make a data file, check it, back it up and put a backup in its place."""

from __future__ import annotations

import json
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.command_line.opening import first_line, opened_desk, passphrase_of
from collections_desk.command_line.talking import home_of, note, say
from collections_desk.domain.settings import Business, Settings
from collections_desk.errors import KeyProblemError, StoreError
from collections_desk.operations.desk import open_desk, set_up_desk
from collections_desk.operations.safekeeping import backup, restore, verify

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from collections_desk.operations.desk import Desk

#: Another program holds the data file: then nothing may take its place.
BUSY = "STORE-BUSY"


def setup(arguments: argparse.Namespace) -> int:
    """Make a new data file and print the recovery code, once."""
    settings = Settings(business=Business(name=arguments.business), clerk=arguments.clerk)
    if arguments.place:
        settings = replace(settings, place=arguments.place)
    if arguments.time_zone:
        settings = replace(settings, time_zone=arguments.time_zone)
    home, passphrase = home_of(arguments), passphrase_of(arguments)
    desk, code = set_up_desk(
        home, passphrase=passphrase, keyring=passphrase is None, settings=settings
    )
    desk.close()
    say(f"The data file was made in {home}")
    say(f"Recovery code: {code}")
    say("Write it down and keep it away from this computer. It is not shown again.")
    return 0


def verify_store(arguments: argparse.Namespace) -> int:
    """Check the data file; 1 if something is not as it should be."""
    with opened_desk(arguments) as desk:
        report = verify(desk)
    if arguments.json:
        say(json.dumps(report.values(), ensure_ascii=False, indent=1))
    else:
        for check in report.checks:
            say(f"{'good' if check.good else 'BAD '}  {check.name}: {check.said}")
        say(f"{report.events} operations on record, fingerprint {report.head}")
    if not report.good:
        note("Something is not as it should be. Restore a backup made before, or ask for help.")
    return 0 if report.good else 1


def make_backup(arguments: argparse.Namespace) -> int:
    """Make a backup and read it back."""
    with opened_desk(arguments) as desk:
        report = backup(desk, arguments.to)
    say(f"{report.events} operations backed up to {report.path}")
    for warning in report.warnings:
        note(f"{warning.problem} {warning.remedy}")
    return 0


def restore_backup(arguments: argparse.Namespace) -> int:
    """Put a backup in the place of the data file; the old files are kept beside it."""
    home, passphrase = home_of(arguments), passphrase_of(arguments)
    code_file: Path | None = arguments.recovery_code_file
    code = None if code_file is None else first_line(code_file, "recovery code")
    if not arguments.backup.exists():  # before the desk is opened for nothing
        raise StoreError(
            f"There is no file {arguments.backup}.",
            "Name the .cdbackup file that is to be restored. Nothing was changed.",
            code="BACKUP-MISSING",
        )
    desk = _open_if_it_opens(home, passphrase)
    with desk.database.closed_on_error() if desk else nullcontext():
        report = restore(
            home, arguments.backup, desk=desk, passphrase=passphrase, recovery_code=code
        )
    report.desk.close()
    say(f"{report.events} operations restored from the backup of {report.made_at:%Y-%m-%d %H:%M}Z")
    if report.replaced:
        say(f"The files from before are in {home / report.replaced}")
    if report.safety_backup:
        say(f"What was there before was backed up to {report.safety_backup}")
    return 0


def _open_if_it_opens(home: Path, passphrase: str | None) -> Desk | None:
    """Open what is to be replaced, so that it is backed up; damaged or absent is no obstacle.

    Raises:
        StoreError: If another program has it open.
    """
    try:
        return open_desk(home, passphrase=passphrase)
    except KeyProblemError:
        return None
    except StoreError as error:
        if error.code == BUSY:
            raise
        return None
