"""What stands on a letter, as plain values: ready to lay out, ready to send to a process."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from collections_desk.domain.merge_fields import MergedLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from collections_desk.domain.envelopes import EnvelopeProfile


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The sender.

    Attributes:
        name: The legal name.
        address: The postal address, line by line.
        contact: Phone, e-mail, web page, hours, line by line.
    """

    name: str
    address: tuple[str, ...]
    contact: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One line of the statement table, as printed."""

    number: str
    issued: str
    due: str
    days: str
    original: str
    paid: str
    open: str


@dataclass(frozen=True, slots=True)
class StatementTotal:
    """The sums of one currency, as printed."""

    label: str
    original: str
    paid: str
    open: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The statement table: every open item, and totals by currency.

    Attributes:
        heading: "Open items as of November 20, 2026".
        rows: One for each item.
        totals: One for each currency.
        marks: What a mark in the table means, one sentence each.
    """

    heading: str
    rows: tuple[StatementRow, ...]
    totals: tuple[StatementTotal, ...]
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """One line of the dispute table, as printed.

    Attributes:
        number: The invoice.
        amount: What is disputed.
        reason: Why, in words of the code table, and the customer's own.
        finding: What was found; empty as long as nothing is decided.
        remains: What remains due of the amount; empty as long as nothing is decided.
    """

    number: str
    amount: str
    reason: str
    finding: str = ""
    remains: str = ""


@dataclass(frozen=True, slots=True)
class DisputeTable:
    """The disputed invoices, with what was found about each once that is decided."""

    heading: str
    rows: tuple[DisputeRow, ...]
    decided: bool


@dataclass(frozen=True, slots=True)
class SurveyPart:
    """The survey on a letter: why we ask, the questions, and what stands under them."""

    purpose: str
    questions: tuple[str, ...]
    lowest: str
    highest: str
    voluntary: str
    opt_out: str


@dataclass(frozen=True, slots=True)
class LetterContent:
    """One letter as it will be printed.

    Attributes:
        ref: Its id: "CD-2026-000123".
        envelope: Where the address stands and where the folds are.
        letterhead: The sender.
        references: Label and value beside the address: date, letter id, account …
        service_lines: "CERTIFIED MAIL", the article number; empty for ordinary mail.
        address_lines: The address block.
        subject: The subject line.
        lines: The text, with the places of the tables.
        statement: The statement table, where the text has one.
        disputes: The dispute table, where the text has one.
        closing: "Sincerely,".
        signer_name: Who signs, and `signer_role`.
        enclosures: What is enclosed.
        copies: Who gets a copy.
        addressee: The customer's name, for the head of the following pages.
        footer: Business, letter id and date, at the foot of each page.
        sample: Whether the word SAMPLE stands across it.
        copy_mark: Whether the word COPY stands across it.
        survey: The questions of a survey, where the text has them.
    """

    ref: str
    envelope: EnvelopeProfile
    letterhead: Letterhead
    references: tuple[tuple[str, str], ...]
    service_lines: tuple[str, ...]
    address_lines: tuple[str, ...]
    subject: str
    lines: tuple[MergedLine, ...]
    statement: Statement | None
    disputes: DisputeTable | None
    closing: str
    signer_name: str
    signer_role: str
    enclosures: tuple[str, ...]
    copies: tuple[str, ...]
    addressee: str
    footer: str
    sample: bool = False
    copy_mark: bool = False
    survey: SurveyPart | None = None

    def texts(self) -> Iterator[str]:
        """Give every text that will be printed, to look for characters without a glyph."""
        head = self.letterhead
        yield from (head.name, *head.address, *head.contact)
        for label, value in self.references:
            yield label
            yield value
        yield from self.service_lines
        yield from self.address_lines
        yield self.subject
        for line in self.lines:
            yield line.text
        if self.statement is not None:
            for row in self.statement.rows:
                yield from (row.number, row.issued, row.due, row.original, row.paid, row.open)
        if self.disputes is not None:
            for one in self.disputes.rows:
                yield from (one.number, one.amount, one.reason, one.finding, one.remains)
        if self.survey is not None:
            yield from self.survey.questions
            yield from (self.survey.purpose, self.survey.voluntary, self.survey.opt_out)
        yield from (self.closing, self.signer_name, self.signer_role)
        yield from self.enclosures
        yield from self.copies
        yield from (self.addressee, self.footer)


#: What is not frozen with a letter: it is looked up or decided when it is printed.
_NOT_FROZEN = frozenset({"envelope", "service_lines", "sample", "copy_mark"})


def frozen(content: LetterContent) -> dict[str, Any]:
    """Return the letter as plain values, to be stored as it was approved."""
    plain: dict[str, Any] = _plain(content)
    return {name: value for name, value in plain.items() if name not in _NOT_FROZEN}


def thawed(
    plain: dict[str, Any],
    envelope: EnvelopeProfile,
    service_lines: tuple[str, ...],
    *,
    sample: bool,
    copy_mark: bool,
) -> LetterContent:
    """Return the letter that `frozen` stored, ready to print."""
    head, table, disputes = plain["letterhead"], plain["statement"], plain["disputes"]
    return LetterContent(
        ref=plain["ref"],
        envelope=envelope,
        letterhead=Letterhead(head["name"], tuple(head["address"]), tuple(head["contact"])),
        references=tuple((label, value) for label, value in plain["references"]),
        service_lines=service_lines,
        address_lines=tuple(plain["address_lines"]),
        subject=plain["subject"],
        lines=tuple(MergedLine(line["kind"], line["text"]) for line in plain["lines"]),
        statement=None
        if table is None
        else Statement(
            table["heading"],
            tuple(StatementRow(**row) for row in table["rows"]),
            tuple(StatementTotal(**total) for total in table["totals"]),
            tuple(table["marks"]),
        ),
        disputes=None
        if disputes is None
        else DisputeTable(
            disputes["heading"],
            tuple(DisputeRow(**row) for row in disputes["rows"]),
            disputes["decided"],
        ),
        closing=plain["closing"],
        signer_name=plain["signer_name"],
        signer_role=plain["signer_role"],
        enclosures=tuple(plain["enclosures"]),
        copies=tuple(plain["copies"]),
        addressee=plain["addressee"],
        footer=plain["footer"],
        sample=sample,
        copy_mark=copy_mark,
        survey=_survey(plain.get("survey")),
    )


def _survey(plain: dict[str, Any] | None) -> SurveyPart | None:
    if plain is None:
        return None
    return SurveyPart(**{**plain, "questions": tuple(plain["questions"])})


def _plain(value: Any) -> Any:  # noqa: ANN401 - any part of a letter
    if is_dataclass(value):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
