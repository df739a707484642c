"""The mail by what is to be done with it next, and the columns of its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from collections_desk.desktop import theme
from collections_desk.desktop.icons import icon, mark_icon
from collections_desk.desktop.import_words import sums_text
from collections_desk.desktop.table_model import Column
from collections_desk.desktop.when_text import short_day
from collections_desk.domain.letters import SERVICES, LetterState

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from PySide6.QtGui import QIcon

    from collections_desk.domain.letters import MailLine


@dataclass(frozen=True, slots=True)
class MailList:
    """One list of the mail.

    Attributes:
        id: A stable name.
        title: What the clerk reads.
        what: What the letters in it wait for, for the empty list.
        holds: Whether a line belongs to it.
        icon: The name of its icon.
    """

    id: str
    title: object
    what: object
    holds: Callable[[MailLine], bool]
    icon: str


def waits_for_number(line: MailLine) -> bool:
    """Tell whether an approved certified letter has no article number yet."""
    return (
        line.state is LetterState.APPROVED
        and line.service == "certified"
        and not line.article_number
    )


def ready_to_print(line: MailLine) -> bool:
    """Tell whether a letter can go to the printer for the first time."""
    return line.state is LetterState.APPROVED and not waits_for_number(line)


_BACK = frozenset({LetterState.REFUSED, LetterState.UNCLAIMED, LetterState.RETURNED})

LISTS = (
    MailList(
        "drafts",
        QT_TRANSLATE_NOOP("Mail", "Drafts to approve"),
        QT_TRANSLATE_NOOP(
            "Mail", "Letters that are being written. Start one from a customer's page."
        ),
        lambda line: line.state is LetterState.DRAFT,
        "pencil",
    ),
    MailList(
        "number",
        QT_TRANSLATE_NOOP("Mail", "Waiting for a number"),
        QT_TRANSLATE_NOOP(
            "Mail", "Certified letters whose form has not been scanned yet stand here."
        ),
        waits_for_number,
        "certified",
    ),
    MailList(
        "print",
        QT_TRANSLATE_NOOP("Mail", "To print"),
        QT_TRANSLATE_NOOP("Mail", "Approved letters stand here until they are on paper."),
        ready_to_print,
        "printer",
    ),
    MailList(
        "post",
        QT_TRANSLATE_NOOP("Mail", "Printed, to post"),
        QT_TRANSLATE_NOOP("Mail", "Printed letters stand here until they are posted."),
        lambda line: line.state is LetterState.PRINTED,
        "mail",
    ),
    MailList(
        "posted",
        QT_TRANSLATE_NOOP("Mail", "Posted, on the way"),
        QT_TRANSLATE_NOOP("Mail", "Letters that are with the post office."),
        lambda line: line.state is LetterState.POSTED,
        "arrow-right",
    ),
    MailList(
        "back",
        QT_TRANSLATE_NOOP("Mail", "Came back"),
        QT_TRANSLATE_NOOP("Mail", "Letters that were refused, not claimed or returned."),
        lambda line: line.state in _BACK,
        "undo",
    ),
    MailList(
        "delivered",
        QT_TRANSLATE_NOOP("Mail", "Delivered"),
        QT_TRANSLATE_NOOP("Mail", "Letters whose delivery is on record."),
        lambda line: line.state is LetterState.DELIVERED,
        "check",
    ),
    MailList(
        "cancelled",
        QT_TRANSLATE_NOOP("Mail", "Canceled"),
        QT_TRANSLATE_NOOP("Mail", "Letters that were taken off the desk before posting."),
        lambda line: line.state is LetterState.CANCELLED,
        "close",
    ),
)


def title_of(one: MailList) -> str:
    """Return the title of a list in the language of the program."""
    return _tr(one.title)


def what_of(one: MailList) -> str:
    """Return what the letters of a list wait for."""
    return _tr(one.what)


def mail_columns(
    today: Callable[[], date], reasons: Mapping[int, str], locale: str
) -> tuple[Column[MailLine], ...]:
    """Return the columns of the mail list.

    Args:
        today: The day that "today" is said of.
        reasons: Why a letter did not print, by its id; read at each paint.
        locale: How money is written.
    """
    return (
        Column(
            _tr("Customer"),
            lambda line: line.customer_name,
            lambda line: line.customer_name.casefold(),
            key="customer",
            width=26,
        ),
        Column(
            _tr("Letter"),
            lambda line: line.type_label,
            lambda line: (line.type, line.ref),
            key="letter",
            tip=lambda line: f"{line.type_label}  {line.ref}",
            width=20,
        ),
        Column(
            _tr("Service"),
            lambda line: _service(line.service),
            lambda line: line.service,
            icon=lambda line: icon("certified", "violet") if line.service == "certified" else None,
            key="service",
        ),
        Column(
            _tr("Open in it"),
            lambda line: sums_text(line.totals, locale),
            lambda line: sum(amount.minor for amount in line.totals),
            align_right=True,
            key="totals",
        ),
        Column(
            _tr("Since"),
            lambda line: short_day(line.since, today()),
            lambda line: line.since,
            tip=lambda line: _tr("{0} days").format(line.days),
            key="since",
        ),
        Column(
            _tr("What is next"),
            lambda line: _trouble(line, reasons) or line.waiting_for,
            lambda line: _trouble(line, reasons) or line.waiting_for,
            icon=lambda line: _trouble_icon(_trouble(line, reasons)),
            color=lambda line: theme.color("danger") if _trouble(line, reasons) else None,
            key="next",
            stretch=True,
        ),
        Column(
            _tr("Article number"),
            lambda line: line.article_number,
            lambda line: line.article_number,
            key="article",
        ),
        Column(_tr("Number"), lambda line: line.ref, lambda line: line.ref, key="ref"),
    )


def print_columns() -> tuple[Column[MailLine], ...]:
    """Return the columns of the list of what is about to be printed."""
    return (
        Column(
            _tr("Customer"),
            lambda line: line.customer_name,
            lambda line: line.customer_name.casefold(),
            stretch=True,
        ),
        Column(_tr("Letter"), lambda line: line.type_label, lambda line: line.type),
        Column(_tr("Number"), lambda line: line.ref, lambda line: line.ref),
        Column(_tr("ZIP"), lambda line: line.zip_code, lambda line: line.zip_code),
        Column(
            _tr("Note"),
            lambda line: _tr("prints as COPY") if line.printings else "",
            lambda line: line.printings,
        ),
    )


def columns_shown(lines: Sequence[MailLine]) -> dict[str, bool]:
    """Return which of the columns that may be empty have something to show."""
    numbered = any(line.article_number for line in lines)
    return {
        "article": numbered,
        "totals": any(line.totals for line in lines) and not numbered,
        "ref": not numbered,
    }


def can_print(line: MailLine) -> bool:
    """Tell whether a letter may go to a printer: approved, or printed before (a COPY)."""
    if line.state in {LetterState.DRAFT, LetterState.CANCELLED} or line.unconfirmed:
        return False
    return line.state is not LetterState.APPROVED or ready_to_print(line)


def fits_filter(line: MailLine, typed: str) -> bool:
    """Tell whether a line fits what was typed or scanned into the filter."""
    words = typed.casefold().split()
    if not words:
        return True
    digits = "".join(character for character in typed if character.isdigit())
    numbers = (line.article_number + line.return_receipt_number).replace(" ", "")
    if len(digits) >= LEAST_DIGITS and digits[-TRACKED:] in numbers:
        return True
    text = f"{line.customer_name} {line.ref} {line.type_label} {line.place}".casefold()
    return all(word in text for word in words)


#: So many digits are looked for among the article numbers.
LEAST_DIGITS = 6
#: A scanner may put a ZIP in front; the number itself has at most this many digits.
TRACKED = 22


def _service(service: str) -> str:
    return _tr(SERVICES.get(service, service)).removesuffix(" Mail")


def _trouble(line: MailLine, reasons: Mapping[int, str]) -> str:
    """Say what keeps a letter from being on paper: the question first, then the reason."""
    if line.unconfirmed:
        return _tr("{0}: did it print?").format(line.unconfirmed)
    if line.state is not LetterState.APPROVED:
        return reasons.get(line.letter_id, "")
    return line.not_printed or reasons.get(line.letter_id, "")


def _trouble_icon(reason: str) -> QIcon | None:
    return mark_icon(theme.SEVERITIES["blocked"]) if reason else None


def _tr(text: object) -> str:
    return QCoreApplication.translate("Mail", str(text))
