"""What stands in the tables of a letter: the open items, and what is disputed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from collections_desk.domain.disputes import ALL_ASKED, not_asked_for
from collections_desk.domain.letter_asking import asked_lines
from collections_desk.domain.letter_facts import letter_sums, long_day, short_day
from collections_desk.domain.letter_options import FINDINGS
from collections_desk.domain.letter_values import days_text
from collections_desk.domain.letter_words import as_sentence, first_upper
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text
from collections_desk.domain.to_be_collected import DEMANDS
from collections_desk.letters.content import (
    DisputeRow,
    DisputeTable,
    Statement,
    StatementRow,
    StatementTotal,
)

if TYPE_CHECKING:
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.settings import Settings

#: What stands before the number of an item that is no invoice.
KIND_WORDS = {
    "credit": "Credit",
    "payment": "Payment, not applied",
    "fee": "Late fee",
    "interest": "Interest",
}
_HELD = "\u2020 On hold. It is not asked for in this letter."
_NOT_ASKED_FOR = "* Disputed. The disputed part is not asked for in this letter."
_CREDIT_COMES = (
    "\u2021 A credit is decided and not booked yet. It is not asked for in this letter."
)


def statement(facts: LetterFacts, settings: Settings, letter: Letter) -> Statement | None:
    """Return the table of the open items, or None where nothing is open."""
    if not facts.items:
        return None
    every = facts.disputes if facts.every_dispute is None else facts.every_dispute
    aside = not_asked_for(every, {item.id: item.as_of for item in facts.items})
    held = facts.on_hold(letter.letter_date)
    locale = settings.locale
    rows = []
    marked = paused = credit = False
    for item in facts.items:
        own = aside.get(item.id, ALL_ASKED)
        mark = "*" if own.disputed else ""
        marked = marked or bool(mark)
        if own.conceded:
            mark, credit = mark + "\u2021", True
        if item.id in held and item.open_minor > 0:
            mark, paused = mark + "\u2020", True
        kind = KIND_WORDS.get(item.kind, "")
        number = " ".join(part for part in (kind, item.number) if part) or "Item"
        rows.append(
            StatementRow(
                number=number + mark,
                issued=short_day(item.issued_on),
                due=short_day(item.due_on) if item.open_minor > 0 else "",
                days=days_text(item.due_on, letter.letter_date) if item.open_minor > 0 else "",
                original=money_text(Money(item.amount_minor, item.currency), locale),
                paid=money_text(Money(item.amount_minor - item.open_minor, item.currency), locale),
                open=money_text(Money(item.open_minor, item.currency), locale),
            )
        )
    original = totals_by_currency(Money(item.amount_minor, item.currency) for item in facts.items)
    opened = totals_by_currency(Money(item.open_minor, item.currency) for item in facts.items)
    totals = tuple(
        StatementTotal(
            f"Total {code}",
            money_text(original[code], locale),
            money_text(original[code] - opened[code], locale),
            money_text(opened[code], locale),
        )
        for code in opened
    )
    if letter.type in DEMANDS:
        sums = letter_sums(facts, letter.letter_date)
        totals += tuple(
            StatementTotal(words, "", "", money_text(amount, locale))
            for words, amount in asked_lines(sums.parts, opened)
        )
    as_of = facts.as_of or letter.letter_date
    said = "* Disputed; see our findings." if letter.options.findings else _NOT_ASKED_FOR
    marks = tuple(
        words
        for words, there in ((said, marked), (_CREDIT_COMES, credit), (_HELD, paused))
        if there
    )
    return Statement(f"Open items as of {long_day(as_of)}", tuple(rows), totals, marks)


def dispute_table(letter: Letter, facts: LetterFacts, settings: Settings) -> DisputeTable | None:
    """Return the table of the disputes, with the findings where they are made."""
    if not facts.disputes:
        return None
    labels = dict(facts.dispute_labels)
    findings = {finding.dispute_id: finding for finding in letter.options.findings}
    rows = []
    for dispute in sorted(facts.disputes, key=lambda one: (one.received_on, one.id)):
        label = labels.get(dispute.code, dispute.code)
        what = first_upper(": ".join(part for part in (dispute.line, label) if part))
        words = ". ".join(part for part in (what, first_upper(dispute.words)) if part)
        finding = findings.get(dispute.id)
        said = remains = ""
        if finding is not None:
            said = f"{FINDINGS[finding.decision]}. {as_sentence(finding.words)}".strip()
            stands = Money(finding.stands_minor, dispute.amount.currency)
            remains = money_text(stands, settings.locale)
        rows.append(
            DisputeRow(
                facts.number_of(dispute.invoice_id),
                money_text(dispute.amount, settings.locale),
                words,
                said,
                remains,
            )
        )
    decided = bool(findings)
    heading = "Our findings" if decided else "What you dispute"
    return DisputeTable(heading, tuple(rows), decided)
