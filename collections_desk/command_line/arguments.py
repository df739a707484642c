"""What can be said on the command line. What it leads to is imported only when it is said."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from collections_desk import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Run = Callable[[argparse.Namespace], int]

FORMATS = ("csv", "xlsx", "pdf")
DATE_ORDERS = ("mdy", "dmy", "ymd")
NUMBER_STYLES = ("point", "comma", "mixed")
CATEGORIES = ("disorganized", "struggling", "disputing", "unsorted")
#: The longest terms in days; a longer answer is a slip of the finger.
LONGEST_TERMS = 365


def read_arguments(words: Sequence[str] | None) -> argparse.Namespace:
    """Read the words; `run` of the result does what they say.

    Raises:
        SystemExit: With code 2 if they are used wrongly, 0 after help or version.
    """
    parser = _parser()
    found, more = parser.parse_known_args(words)
    # A file after an option is left over by argparse, though the command takes files.
    if more and getattr(found, "files", None) and not any(one.startswith("-") for one in more):
        found.files += [Path(one) for one in more]
    elif more:
        parser.error(f"unrecognized arguments: {' '.join(more)}")
    return found


def _parser() -> argparse.ArgumentParser:
    everywhere = argparse.ArgumentParser(add_help=False)
    _add_everywhere(everywhere, default=argparse.SUPPRESS)
    parser = argparse.ArgumentParser(
        prog="collections-desk",
        description="A desktop program for one collections clerk. Without a command it opens "
        "the window. It never connects to a network.",
    )
    parser.add_argument("--version", action="version", version=f"Collections Desk {__version__}")
    _add_everywhere(parser, default=None)
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    def command(name: str, run: Run, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, parents=[everywhere], help=text, description=text)
        added.set_defaults(run=run)
        return added

    _add_demo(command("demo", _demo, "Open the window on invented sample data."))
    _add_setup(command("setup", _setup, "Make a new data file, without the window."))
    _add_import(command("import", _import, "Import open items, invoices, contacts or payments."))
    _add_brief(command("brief", _brief, "Show what changed since the brief that was read last."))
    _add_worklist(command("worklist", _worklist, "Show who needs attention, and why."))
    _add_forecast(
        command("forecast", _forecast, "Show the cash expected by week, and how it is weighed.")
    )
    _add_export(command("export", _export, "Write records to a file."))
    plans = command("plans", _plans, "Read the contact plans out, one line a step.")
    plans.add_argument("plan", nargs="*", metavar="PLAN", help="A, B, C, D, P or F; all if none")
    plans.add_argument("--json", action="store_true", help="as JSON")
    fees = command("fees", _fees, "Show which late charges are possible today, and how they come.")
    fees.add_argument("--preview", action="store_true", help="only show them (it never charges)")
    fees.add_argument("--json", action="store_true", help="as JSON")
    rules = command("rules", _rules, "Show which rules stand, and what they did lately.")
    rules.add_argument("--json", action="store_true", help="as JSON")
    _add_figures(command("figures", _figures, "Show the figures of a month, with formulas."))
    _add_pack(command("pack", _pack, "Write the management pack of a month as a PDF."))
    _add_bundle(command("bundle", _bundle, "Make the referral bundle of one customer."))
    _add_placement(
        command("placement", _placement, "Show placements, or place customers with a package.")
    )
    verify = command("verify", _verify, "Check the data file and its audit log.")
    verify.add_argument("--json", action="store_true", help="as JSON")
    backup = command("backup", _backup, "Make a verified backup.")
    backup.add_argument("--to", type=Path, metavar="FOLDER", help="where it goes")
    restore = command("restore", _restore, "Put a backup in the place of the data file.")
    restore.add_argument("backup", type=Path, metavar="BACKUP", help="the .cdbackup file")
    restore.add_argument(
        "--recovery-code-file", type=Path, metavar="FILE", help="holds the recovery code"
    )
    return parser


def _add_everywhere(parser: argparse.ArgumentParser, *, default: object) -> None:
    parser.add_argument(
        "--home", type=Path, metavar="FOLDER", default=default, help="the folder of the data file"
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        default=default,
        help="its first line is the passphrase; without it the keyring is asked",
    )


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--headless", action="store_true", help="do a day's work without a window, into a folder"
    )
    parser.add_argument("--out", type=Path, metavar="FOLDER", help="the folder for --headless")
    parser.add_argument("--fresh", action="store_true", help="make the sample data anew")


def _add_setup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--business", required=True, metavar="NAME", help="who is owed the money")
    parser.add_argument("--clerk", default="", metavar="NAME", help="who sits at the desk")
    parser.add_argument("--place", metavar="US-PA", help="country and state of the business")
    parser.add_argument("--time-zone", metavar="ZONE", help="America/New_York for one")


def _add_import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--layout", metavar="ID", help="how to read them, if it is not recognized")
    parser.add_argument("--as-of", type=_day, metavar="DATE", help="the day of the balances")
    parser.add_argument("--date-order", choices=DATE_ORDERS, help="where no row proves it")
    parser.add_argument(
        "--number-style", choices=NUMBER_STYLES, help="1,234.50 is point, 1.234,50 is comma"
    )
    parser.add_argument("--currency", metavar="USD", help="where the file names none")
    parser.add_argument(
        "--terms", type=_terms, metavar="DAYS", help="where there are no due dates"
    )
    parser.add_argument(
        "--duplicates", choices=("keep", "once"), help="what lines that are twice there mean"
    )
    parser.add_argument(
        "--vanished",
        choices=("paid", "still_owed", "cancelled"),
        help="what became of items that are no longer in the file",
    )
    parser.add_argument(
        "--accept-older", action="store_true", help="the file is older than the ledger, and meant"
    )
    parser.add_argument(
        "--exported-again",
        action="store_true",
        help="the very same file was exported anew: its balances hold for the new day",
    )
    parser.add_argument("--dry-run", action="store_true", help="read and compare, change nothing")
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_brief(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--all", action="store_true", help="every line of every group")
    parser.add_argument("--json", action="store_true", help="as JSON, every line")
    parser.add_argument("--pdf", type=Path, metavar="FILE", help="also as a page to print")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")
    parser.add_argument("--read", action="store_true", help="put it on record as read")


def _add_worklist(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--category", choices=CATEGORIES)
    parser.add_argument(
        "--today",
        nargs="?",
        const=True,
        type=_day,
        metavar="DATE",
        help="only what is due today; with a date, what is due by then, as of that day",
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_forecast(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--today", type=_day, metavar="DATE", help="as of that day")
    parser.add_argument("--lines", action="store_true", help="each promise and installment too")
    parser.add_argument("--json", action="store_true", help="as JSON, with every line")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=("calls",), help="the call log")
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE")
    parser.add_argument("--from", dest="first", type=_day, metavar="DATE", help="first day")
    parser.add_argument("--to", dest="last", type=_day, metavar="DATE", help="last day, included")
    parser.add_argument("--customer", metavar="NAME", help="name or reference of one customer")
    parser.add_argument("--category", choices=CATEGORIES)
    parser.add_argument("--outcome", action="append", default=[], metavar="CODE")
    parser.add_argument("--full-numbers", action="store_true", help="not only the last digits")
    parser.add_argument("--notes", action="store_true", help="with names and what was said")
    parser.add_argument("--recipient", default="", metavar="WHO", help="for the record")
    parser.add_argument(
        "--reason", default="", metavar="TEXT", help="why more than the redacted columns goes out"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")


def _add_figures(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--month", type=_month, metavar="2026-10", help="the month that runs if none"
    )
    parser.add_argument("--json", action="store_true", help="as JSON")


def _add_pack(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--month", type=_month, required=True, metavar="2026-10")
    parser.add_argument("file", type=Path, metavar="FILE", help="where the PDF goes")
    parser.add_argument("--recipient", default="", metavar="WHO", help="for the record")
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")


def _month(text: str) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = None
    if month is None or f"{month:%Y-%m}" != text:
        msg = f'"{text}" is not a month like 2026-10'
        raise argparse.ArgumentTypeError(msg)
    return month


def _add_bundle(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("customer", metavar="CUSTOMER", help="name or reference")
    parser.add_argument("file", type=Path, metavar="FILE", help="a name that ends in .pdf or .zip")
    parser.add_argument("--recipient", default="", metavar="WHO", help="for the record")
    parser.add_argument("--full-numbers", action="store_true", help="not only the last digits")
    parser.add_argument("--notes", action="store_true", help="with what was said")
    parser.add_argument("--recordings", action="store_true", help="calls too, in a .zip")
    _add_reason(parser)


def _add_placement(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "customers", nargs="*", metavar="CUSTOMER", help="whom; none lists what is placed"
    )
    parser.add_argument("--with", dest="name", default="", metavar="NAME", help="agency or court")
    parser.add_argument("--court", action="store_true", help="a court, not an agency")
    parser.add_argument("--address", default="", metavar="LINES", help="with commas between")
    parser.add_argument("--phone", default="", metavar="NUMBER")
    parser.add_argument("--commission", default="", metavar="PERCENT")
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the package; without it nothing is placed"
    )
    parser.add_argument("--full-numbers", action="store_true", help="not only the last digits")
    parser.add_argument("--notes", action="store_true", help="with what was said")
    _add_reason(parser)


def _add_reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reason", default="", metavar="SENTENCE", help="the sentence that a guard asks for"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file of that name")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # "2026-W47-6" is a date to Python alone
        msg = f'"{text}" is not a date like 2026-11-21'
        raise argparse.ArgumentTypeError(msg)
    return day


def _terms(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:5]) <= LONGEST_TERMS):
        msg = f'"{text}" is not a number of days from 0 to {LONGEST_TERMS}'
        raise argparse.ArgumentTypeError(msg)
    return int(text)


def _window(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.window import open_window  # noqa: PLC0415 - only for this

    return open_window(arguments)


def _demo(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.demo import demo  # noqa: PLC0415 - as above

    return demo(arguments)


def _setup(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.keeping import setup  # noqa: PLC0415 - as above

    return setup(arguments)


def _import(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.importing import import_files  # noqa: PLC0415 - as above

    return import_files(arguments)


def _worklist(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.reports import show_worklist  # noqa: PLC0415 - as above

    return show_worklist(arguments)


def _forecast(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.forecast import show_forecast  # noqa: PLC0415 - as above

    return show_forecast(arguments)


def _export(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.reports import export_calls  # noqa: PLC0415 - as above

    return export_calls(arguments)


def _brief(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.method import show_brief  # noqa: PLC0415 - as above

    return show_brief(arguments)


def _plans(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.method import show_plans  # noqa: PLC0415 - as above

    return show_plans(arguments)


def _fees(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.fees import show_fees  # noqa: PLC0415 - only where asked

    return show_fees(arguments)


def _rules(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.rules import show_rules  # noqa: PLC0415 - as above

    return show_rules(arguments)


def _figures(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.figures import show_figures  # noqa: PLC0415 - as above

    return show_figures(arguments)


def _pack(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.figures import write_pack  # noqa: PLC0415 - as above

    return write_pack(arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.keeping import verify_store  # noqa: PLC0415 - as above

    return verify_store(arguments)


def _backup(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.keeping import make_backup  # noqa: PLC0415 - as above

    return make_backup(arguments)


def _restore(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.keeping import restore_backup  # noqa: PLC0415 - as above

    return restore_backup(arguments)


def _bundle(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.handing_out import bundle  # noqa: PLC0415 - as above

    return bundle(arguments)


def _placement(arguments: argparse.Namespace) -> int:
    from collections_desk.command_line.handing_out import placement  # noqa: PLC0415 - as above

    return placement(arguments)
