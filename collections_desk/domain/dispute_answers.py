"""The answer to a dispute (L09): what was decided of each line, from the record."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from collections_desk.domain.letter_drafts import LetterProblem
from collections_desk.domain.letter_facts import long_day
from collections_desk.domain.letter_options import FINDINGS, Finding
from collections_desk.domain.letter_words import as_sentence
from collections_desk.domain.money import Money, totals_by_currency
from collections_desk.domain.money_text import money_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from collections_desk.domain.disputes import Dispute
    from collections_desk.domain.invoices import LedgerItem
    from collections_desk.domain.letter_facts import LetterFacts
    from collections_desk.domain.letters import Letter

#: The letter that answers.
ANSWER = "L09"
#: What a decision is called in the answer.
_DECISIONS = {
    "decided_upheld": "stands",
    "decided_partial": "corrected",
    "decided_for_customer": "withdrawn",
    "closed_no_reply": "stands",
}


def finding_of(dispute: Dispute) -> Finding | None:
    """Return what the answer says of a dispute; None while there is nothing to say."""
    decision = _DECISIONS.get(dispute.state)
    if decision is None:
        return None
    stands = dispute.amount if dispute.upheld is None else dispute.upheld
    return Finding(dispute.id, decision, dispute.finding, stands.minor)


def to_answer(facts: LetterFacts) -> list[Dispute]:
    """Return the disputes that an answer speaks of: decided, and no answer went out yet."""
    every = facts.disputes if facts.every_dispute is None else facts.every_dispute
    decided = [one for one in every if finding_of(one) and one.id not in facts.answered]
    return sorted(decided, key=lambda one: (one.received_on, one.id))


def papers_of(facts: LetterFacts) -> tuple[str, ...]:
    """Return the papers that an answer encloses: those that are on file with its disputes."""
    there = (
        f"{paper[:1].upper()}{paper[1:]}"
        for one in to_answer(facts)
        for paper, is_there in one.evidence
        if is_there
    )
    return tuple(dict.fromkeys(there))


def with_findings(letter: Letter, facts: LetterFacts) -> Letter:
    """Return an answer with the decisions on record, unless they were written into it."""
    if letter.type != ANSWER or letter.options.findings:
        return letter
    findings = tuple(found for one in to_answer(facts) if (found := finding_of(one)))
    return replace(letter, options=replace(letter.options, findings=findings))


def answer_problems(letter: Letter, facts: LetterFacts) -> list[LetterProblem]:
    """Say what an answer lacks: it decides every line of the complaint that it answers.

    Args:
        letter: The answer, with its findings.
        facts: All that is known of the customer.
    """
    if letter.type != ANSWER:
        return []
    every = facts.disputes if facts.every_dispute is None else facts.every_dispute
    decided = {finding.dispute_id for finding in letter.options.findings}
    days = {one.received_on for one in every if one.id in decided}
    waiting = [one for one in every if one.is_open and one.id not in decided]
    if decided:
        waiting = [one for one in waiting if one.received_on in days]
    elif not waiting:
        said = "No dispute of this customer is decided and still without an answer."
        return [LetterProblem("findings", 0, said, "Choose another letter.")]
    return [
        LetterProblem(
            "findings",
            0,
            f"The dispute of invoice {facts.number_of(one.invoice_id)}"
            f"{f' ({one.line})' if one.line else ''} is not decided yet.",
            "Decide it on the customer page with Shift+D. An answer says of each line of the "
            "complaint what was found.",
        )
        for one in waiting
    ]


def answer_rows(letter: Letter, facts: LetterFacts, locale: str) -> list[Mapping[str, str]]:
    """Return the rows of the repeated part "disputes": one for each line of the complaint."""
    labels = dict(facts.dispute_labels)
    findings = {finding.dispute_id: finding for finding in letter.options.findings}
    items = {item.id: item for item in facts.items}
    rows: list[Mapping[str, str]] = []
    for one in sorted(facts.disputes, key=lambda one: (one.received_on, one.id)):
        finding = findings.get(one.id)
        stands = one.amount.minor if finding is None else finding.stands_minor
        currency = one.amount.currency
        rows.append(
            {
                "dispute_invoice": facts.number_of(one.invoice_id),
                "dispute_line": one.line or "the whole invoice",
                "dispute_told": one.words or labels.get(one.code, one.code),
                "dispute_line_amount": money_text(one.amount, locale),
                "dispute_decision": _lowered(FINDINGS[finding.decision]) if finding else "",
                "dispute_why": as_sentence(finding.words) if finding else "",
                "dispute_remains": money_text(Money(stands, currency), locale)
                if stands
                else "nothing",
                "dispute_books": _balance(one, stands, items.get(one.invoice_id), locale),
            }
        )
    return rows


def _balance(dispute: Dispute, stands: int, item: LedgerItem | None, locale: str) -> str:
    """Say what the books show for the invoice: a credit is in them only once it is booked.

    A file that came after the decision states the balance anew.
    """
    credit = Money(dispute.amount.minor - stands, dispute.amount.currency)
    if item is None:
        return "Nothing is open on this invoice in our books."
    balance = money_text(Money(item.open_minor, item.currency), locale)
    if not credit:
        return f"The balance of this invoice is {balance}."
    much = money_text(credit, locale)
    if dispute.credited:
        return f"The credit of {much} is booked; the balance of this invoice is {balance} now."
    if dispute.decided_on is not None and item.as_of > dispute.decided_on:
        return f"Our books show {balance} for this invoice as of {long_day(item.as_of)}."
    return (
        f"A credit of {much} will be booked; until then our books still show {balance} for this "
        "invoice."
    )


def corrections_note(letter: Letter, facts: LetterFacts, locale: str) -> str:
    """Say whether what was corrected is in the balances that the letter states."""
    findings = {finding.dispute_id: finding for finding in letter.options.findings}
    booked: list[Money] = []
    missing: list[Money] = []
    for one in facts.disputes:
        finding = findings.get(one.id)
        if finding is not None and finding.stands_minor < one.amount.minor:
            part = Money(one.amount.minor - finding.stands_minor, one.amount.currency)
            (booked if one.credited else missing).append(part)
    said = []
    if booked:
        amounts = _amounts(booked, locale)
        said.append(f"The correction of {amounts} is booked, and the table below includes it.")
    if missing:
        amounts = _amounts(missing, locale)
        said.append(
            f"The correction of {amounts} is not booked yet, and the table below does not show it."
        )
    return " ".join(said)


def _amounts(amounts: list[Money], locale: str) -> str:
    return " and ".join(
        money_text(amount, locale) for amount in totals_by_currency(amounts).values()
    )


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
