"""The values of the merge fields, in the words of a letter."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from collections_desk.domain.dispute_answers import answer_rows, corrections_note
from collections_desk.domain.holds import STOP_WORDS
from collections_desk.domain.letter_end_words import ends_values, settled_values, terms_words
from collections_desk.domain.letter_facts import (
    counted,
    decide_by,
    letter_sums,
    long_day,
    next_due,
    short_day,
)
from collections_desk.domain.letter_words import as_clause, as_sentence
from collections_desk.domain.money import Money, totals_by_currency, zero
from collections_desk.domain.money_text import money_text
from collections_desk.domain.plan_letter_values import (
    installment_rows,
    plan_values,
    without_named_default,
)
from collections_desk.domain.promises import PromiseState
from collections_desk.domain.settings import Signer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from collections_desk.domain.letter_facts import (
        ChargeNote,
        LetterFacts,
        LetterSums,
        PriorContact,
    )
    from collections_desk.domain.letters import Letter
    from collections_desk.domain.settings import Settings

#: A longer account number is shortened to its end on the page (letter element E04).
WHOLE_NUMBER = 8
#: More dates than this are not read; the first ones give way.
DATES_NAMED = 6


def letter_values(letter: Letter, facts: LetterFacts, settings: Settings) -> dict[str, str]:
    """Return the value of every merge field; "" where there is none.

    Args:
        letter: The letter; its date is the day that everything is counted from.
        facts: What is known, with the items and disputes already chosen.
        settings: The business.
    """
    today = letter.letter_date
    sums = letter_sums(facts, today)
    signer = signer_of(letter.signer, settings)
    business = settings.business
    values = {
        "customer_name": printed_name(letter, facts),
        "customer_number": facts.customer.reference or "",
        "greeting_name": attention_of(letter, facts) or printed_name(letter, facts),
        "letter_date": long_day(today),
        "letter_id": letter.ref,
        "act_by": _day(letter.options.act_by),
        "business_name": business.name,
        "business_address": ", ".join(business.address_lines),
        "business_phone": business.phone,
        "business_email": business.email,
        "business_hours": business.hours,
        "contact_name": business.contact_name or settings.clerk,
        "dispute_contact": ", ".join(
            business.dispute_address or (business.name, *business.address_lines)
        ),
        "how_to_pay": _how_to_pay(letter, facts, settings),
        "pay_reference": _reference(letter, facts),
        "signer_name": signer.name,
        "signer_role": signer.role,
        "consequence": as_clause(letter.options.consequence),
        "intended_on": _day(letter.options.intended_on),
        "offer": as_sentence(letter.options.offer),
        "terms_note": as_sentence(letter.options.terms_note) or _terms(letter, facts, today),
        "service_note": _service_note(letter),
        "enclosed_note": _ENCLOSED if letter.options.enclosures else "",
    }
    values |= _collector(settings)
    values |= _sums(sums, facts, settings, today)
    values |= _disputes(letter, facts, settings, sums)
    history = without_named_default(letter, facts)
    values |= _history(history, settings, today, sums.oldest_due)
    values |= _waivers(facts, settings)
    values |= ends_values(
        facts.ends, intended_on=letter.options.intended_on, locale=settings.locale
    )
    values |= settled_values(facts.settled, settings.locale)
    values["fees_note"] = _fees_note(letter, facts, settings)
    values |= plan_values(letter, facts, settings)
    values["corrections_note"] = corrections_note(letter, facts, settings.locale)
    values["stop_words"], values["stop_on"] = _stopped(facts, today)
    return values


def signer_of(signer: str, settings: Settings) -> Signer:
    """Return who signs; the clerk signs as the contact person of the business."""
    if signer == "lead":
        return settings.lead_signer
    if signer == "exec":
        return settings.exec_signer
    return Signer(settings.clerk or settings.business.contact_name, "Accounts Receivable")


def printed_name(letter: Letter, facts: LetterFacts) -> str:
    """Return the customer's name as this letter prints it."""
    return letter.options.printed_name or facts.customer.name


def attention_of(letter: Letter, facts: LetterFacts) -> str:
    """Return the person in the address block, or ""."""
    if letter.options.attention is not None:
        return letter.options.attention
    return facts.people[0].name if facts.people else ""


def shortened(reference: str) -> str:
    """Return an account number for the page: a long one by its end."""
    return reference if len(reference) <= WHOLE_NUMBER else "..." + reference[-6:]


def amounts_text(amounts: Sequence[Money], settings: Settings) -> str:
    """Return "$1,234.50", or "$10.00 and €5.00"; nothing is "$0.00"."""
    return " and ".join(
        money_text(amount, settings.locale) for amount in amounts or (zero(settings.currency),)
    )


def _day(day: date | None) -> str:
    return "" if day is None else long_day(day)


def _how_to_pay(letter: Letter, facts: LetterFacts, settings: Settings) -> str:
    instructions = settings.business.payment_instructions
    if not instructions:
        return ""
    return f"{as_sentence(instructions)} Please quote {_reference(letter, facts)}."


def _reference(letter: Letter, facts: LetterFacts) -> str:
    """Return what a payment quotes: the account, or the letter where there is no number."""
    reference = facts.customer.reference
    return f"account {reference}" if reference else f"letter {letter.ref}"


def _terms(letter: Letter, facts: LetterFacts, today: date) -> str:
    """Say what happens to the credit terms, in the letter that says that all is paid."""
    if letter.type != "L14":
        return ""
    return terms_words(facts.customer, facts.holds, today)


def _service_note(letter: Letter) -> str:
    if not letter.certified:
        return ""
    copy = ", with a copy by First-Class Mail" if letter.first_class_copy else ""
    return f"This letter is sent by Certified Mail{copy}."


def _collector(settings: Settings) -> dict[str, str]:
    """Say who collects, and what may be asked for: an agency says more (12 CFR 1006.18(e), .34).

    Whoever collects its own debts in its own name is the creditor, and says so.
    """
    if settings.mode == "third_party":
        return {
            "collector_note": "This is an attempt to collect a debt, and any information "
            "obtained will be used for that purpose.",
            "dispute_right": "You may dispute all or a part of this debt, or ask for the name "
            f"and address of the original creditor if it is not {settings.business.name}.",
            "original_creditor_wish": "I want you to send me the name and address of the "
            "original creditor.",
        }
    return {
        "collector_note": "The amounts are owed to us; we are the creditor and write in our own "
        "name.",
        "dispute_right": "You may dispute all or a part of this debt.",
        "original_creditor_wish": "",
    }


def _sums(sums: LetterSums, facts: LetterFacts, settings: Settings, today: date) -> dict[str, str]:
    day, amounts = next_due(facts, today)
    invoices = sum(item.kind == "invoice" and item.open_minor > 0 for item in facts.items)
    undisputed = amounts_text(sums.amount_due, settings)
    note = ""
    if sums.disputed and sums.amount_due:
        promised = any(part.promised for part in sums.parts)
        which = "neither disputed nor promised" if promised else "not disputed"
        note = (
            f"The part that is {which}, {undisputed}, is past due, and we ask you to pay it in "
            "the meantime."
        )
    return {
        "as_of_date": _day(facts.as_of),
        "balance": amounts_text(sums.open, settings),
        "overdue": amounts_text(sums.overdue, settings),
        "amount_due": amounts_text(sums.amount_due, settings) if sums.amount_due else "",
        "invoice_count": counted(invoices, "invoice", "invoices") if invoices else "",
        "oldest_due_date": _day(sums.oldest_due),
        "days_past_due": str(sums.days_past_due) if sums.oldest_due else "",
        "next_due_date": _day(day),
        "next_due_amount": amounts_text(amounts, settings) if day else "",
        "disputed_amount": amounts_text(sums.disputed, settings) if sums.disputed else "",
        "undisputed_amount": undisputed if sums.amount_due else "",
        "undisputed_note": note,
    }


def _disputes(
    letter: Letter, facts: LetterFacts, settings: Settings, sums: LetterSums
) -> dict[str, str]:
    names = ("dispute_received_on", "dispute_decide_by", "dispute_balance", "dispute_outcome")
    values = dict.fromkeys(names, "")
    if not facts.disputes:
        return values
    values["dispute_received_on"] = long_day(min(one.received_on for one in facts.disputes))
    values["dispute_decide_by"] = _day(decide_by(facts, settings.dispute_decide_days))
    if not sums.disputed:
        total = totals_by_currency(one.amount for one in facts.disputes)
        values["disputed_amount"] = amounts_text(tuple(total.values()), settings)
    findings = {finding.dispute_id: finding for finding in letter.options.findings}
    if all(one.id in findings for one in facts.disputes):
        remains = totals_by_currency(
            Money(findings[one.id].stands_minor, one.amount.currency) for one in facts.disputes
        )
        values["dispute_balance"] = amounts_text(tuple(remains.values()), settings)
        values["dispute_outcome"] = (
            "After this decision nothing of the disputed amount remains due."
        )
        if any(remains.values()):
            by = (
                f" Please pay it by {_day(letter.options.act_by)}."
                if letter.options.act_by
                else ""
            )
            values["dispute_outcome"] = (
                f"After this decision {values['dispute_balance']} of the disputed amount remains "
                f"due.{by}"
            )
    return values


def _history(
    facts: LetterFacts, settings: Settings, today: date, oldest: date | None
) -> dict[str, str]:
    """Tell what happened before, in one paragraph, with its dates."""
    since = [one for one in facts.contacts if oldest is None or one.on >= oldest]
    since = [one for one in since if one.on <= today]
    letters = [one for one in since if one.kind == "letter"]
    talks = [one for one in since if one.kind == "talk"]
    sentences = []
    if letters and talks:
        sentences.append(
            f"We wrote to you on {_dates(letters)}, and we spoke with you on {_dates(talks)}."
        )
    elif letters:
        sentences.append(f"We wrote to you on {_dates(letters)}.")
    elif talks:
        sentences.append(f"We spoke with you on {_dates(talks)}.")
    broken = [
        standing
        for standing in facts.promises
        if standing.state in _BROKEN and (oldest is None or standing.promise.due_on >= oldest)
    ]  # a promise for a day before the oldest open item was due was for money that came since
    sentences += [
        f"A payment of {money_text(standing.promise.amount, settings.locale)} was promised for "
        f"{long_day(standing.promise.due_on)} and has not reached us in full."
        for standing in broken[-2:]
    ]
    kept = [standing for standing in facts.promises if standing.state is PromiseState.OPEN]
    promise_note = " ".join(
        f"On {long_day(standing.promise.taken_on)} you promised "
        f"{money_text(standing.promise.amount, settings.locale)} by "
        f"{long_day(standing.promise.due_on)}; we count on it, and thank you."
        for standing in kept
    )
    text = " ".join(sentences)
    return {
        "earlier_contacts": text or "This is our first letter about it.",
        "earlier_contacts_if_any": text,
        "promise_note": promise_note,
        **_last_payment(facts, settings),
    }


def _last_payment(facts: LetterFacts, settings: Settings) -> dict[str, str]:
    """Return what came on the last day on which something came: all of it, invoice by invoice."""
    day = max((one.received_on for one in facts.payments), default=None)
    if day is None:
        return {"last_payment_date": "", "last_payment_amount": ""}
    came = totals_by_currency(one.amount for one in facts.payments if one.received_on == day)
    return {
        "last_payment_date": long_day(day),
        "last_payment_amount": amounts_text(tuple(came.values()), settings),
    }


#: What stands in a letter with which something is enclosed.
_ENCLOSED = "The papers on which this rests are enclosed; they are listed below."
_BROKEN = frozenset({PromiseState.BROKEN, PromiseState.PARTLY_KEPT})


def _dates(contacts: Sequence[PriorContact]) -> str:
    days = sorted({contact.on for contact in contacts})[-DATES_NAMED:]
    texts = [long_day(day) for day in days]
    if len(texts) == 1:
        return texts[0]
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def _fees_note(letter: Letter, facts: LetterFacts, settings: Settings) -> str:
    charged = [one for one in facts.charges if one.state == "charged" and one.amount]
    if charged and not facts.fees_without_basis:
        return f"The balance includes late charges: {_itemized(charged, settings)}."
    if not facts.fees:
        return ""
    basis = f" under {letter.options.fee_basis}" if letter.options.fee_basis else ""
    return f"The balance includes {amounts_text(facts.fees, settings)} in late charges{basis}."


def _itemized(charges: Sequence[ChargeNote], settings: Settings) -> str:
    """Name each charge with its amount, and after each group what it rests on."""
    groups: dict[str, list[str]] = {}
    for one in charges:
        said = f"{money_text(one.amount, settings.locale)} {one.words}"
        groups.setdefault(one.basis, []).append(said)
    return "; ".join(f"{'; '.join(said)} (under {basis})" for basis, said in groups.items())


def _waivers(facts: LetterFacts, settings: Settings) -> dict[str, str]:
    waived = [one for one in facts.charges if one.state == "waived"]
    if not waived:
        return {"waived_amount": "", "waived_charges": ""}
    total = totals_by_currency(one.amount for one in waived)
    return {
        "waived_amount": amounts_text(tuple(total.values()), settings),
        "waived_charges": _itemized(waived, settings),
    }


def loop_values(
    letter: Letter, facts: LetterFacts, settings: Settings
) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """Return the rows of the parts that repeat."""
    today = letter.letter_date
    invoices = [
        {
            "invoice_number": item.number or item.kind,
            "invoice_date": short_day(item.issued_on) or "no date",
            "invoice_due_date": short_day(item.due_on) or "no date",
            "invoice_days_past_due": days_text(item.due_on, today) or "none",
            "invoice_original": money_text(
                Money(item.amount_minor, item.currency), settings.locale
            ),
            "invoice_paid": money_text(
                Money(item.amount_minor - item.open_minor, item.currency), settings.locale
            ),
            "invoice_open": money_text(Money(item.open_minor, item.currency), settings.locale),
        }
        for item in facts.items
    ]
    enclosures = [{"enclosure": line} for line in letter.options.enclosures]
    return {
        "invoices": invoices,
        "installments": installment_rows(facts, settings.locale),
        "enclosures": enclosures,
        "disputes": answer_rows(letter, facts, settings.locale),
    }


def _stopped(facts: LetterFacts, today: date) -> tuple[str, str]:
    """Return what the newest request to stop has stopped, and from which day."""
    asked = [hold for hold in facts.holds if hold.active(today) and (hold.flag in STOP_WORDS)]
    if not asked:
        return "", ""
    newest = max(asked, key=lambda hold: (hold.begins_on, hold.id))
    words = STOP_WORDS[newest.flag]
    if newest.scope == "number" and newest.scope_ref:
        words = f"calls and texts to {newest.scope_ref}"
    received = newest.facts.get("received_on")
    day = date.fromisoformat(received) if isinstance(received, str) else newest.begins_on
    return words, long_day(day)


def days_text(due_on: date | None, today: date) -> str:
    """Return the days past due for a table: a number, "not due", or nothing without a date."""
    if due_on is None:
        return ""
    days = (today - due_on).days
    return str(days) if days > 0 else "not due"
