"""The list of merge fields: every name that a template may use, and where its value comes from."""

from __future__ import annotations

from dataclasses import dataclass

SETTINGS, WHO, CUSTOMER, LETTER, BOOKS, DISPUTES, HOLDS, MONEY, DECISION, PLAN = (
    "Settings, Business",
    "Settings, Who works here",
    "the customer page",
    "Details of this letter",
    "the imported balances",
    "the dispute on the customer page",
    "the holds on the customer page",
    "Money on the customer page",
    "Review and Decide (key V) on the customer page",
    "the payment plan on the customer page (key Shift+P)",
)


@dataclass(frozen=True, slots=True)
class MergeField:
    """One name that a template may use.

    Attributes:
        name: What stands between the braces.
        label: What it is called on the screen.
        where: Where a missing value is filled in.
        optional: Whether it may be empty; its line is then left out.
        loop: The repeated part it belongs to, or "".
    """

    name: str
    label: str
    where: str
    optional: bool = False
    loop: str = ""


#: What a letter cannot do without where its template asks for it: name, label, where.
_PLAIN = (
    ("customer_name", "Customer's name", CUSTOMER),
    ("customer_number", "Customer number", CUSTOMER),
    ("greeting_name", "Person or company greeted", CUSTOMER),
    ("letter_date", "Date of the letter", LETTER),
    ("letter_id", "Letter id", LETTER),
    ("as_of_date", "Balances as of", BOOKS),
    ("balance", "Total open", BOOKS),
    ("overdue", "Total past due", BOOKS),
    ("amount_due", "Amount asked for: past due, less what is disputed", BOOKS),
    ("invoice_count", "Number of open invoices, in words", BOOKS),
    ("oldest_due_date", "Due date of the oldest open invoice", BOOKS),
    ("days_past_due", "Days past due of the oldest invoice", BOOKS),
    ("next_due_date", "Next due date", BOOKS),
    ("next_due_amount", "Amount due on the next due date", BOOKS),
    ("act_by", "Act-by date", LETTER),
    ("business_name", "Business name", SETTINGS),
    ("business_address", "Business address in one line", SETTINGS),
    ("business_phone", "Business phone", SETTINGS),
    ("business_email", "Business e-mail", SETTINGS),
    ("business_hours", "Office hours", SETTINGS),
    ("contact_name", "Ask for", SETTINGS),
    ("dispute_contact", "Address for disputes", SETTINGS),
    ("how_to_pay", "How to pay", SETTINGS),
    ("pay_reference", "What a payment quotes: the account or the letter", LETTER),
    ("collector_note", "Sentence on who collects: the creditor itself or an agency", SETTINGS),
    ("dispute_right", "Sentence on what may be disputed and asked for", SETTINGS),
    ("signer_name", "Signer's name", WHO),
    ("signer_role", "Signer's role", WHO),
    ("consequence", "What will follow, as decided", LETTER),
    ("intended_on", "When that is intended", LETTER),
    ("disputed_amount", "Amount disputed", DISPUTES),
    ("undisputed_amount", "Amount past due and not disputed", DISPUTES),
    ("dispute_received_on", "Date the dispute was received", DISPUTES),
    ("dispute_decide_by", "Date by which the dispute is decided", DISPUTES),
    ("dispute_balance", "Disputed amount that remains due after the decision", LETTER),
    ("dispute_outcome", "Sentence on what remains due after the decision", LETTER),
    ("stop_words", "What is stopped: contact or a channel", HOLDS),
    ("stop_on", "Day from which it is stopped", HOLDS),
    ("waived_amount", "Amount waived", MONEY),
    ("waived_charges", "Charges waived, each with what it rested on", MONEY),
    ("last_payment_date", "Date of the last payment", BOOKS),
    ("last_payment_amount", "Amount of the last payment", BOOKS),
    ("settled_amount", "Amount of the settlement that was paid", DECISION),
    ("settled_on", "Day on which the settlement was agreed", DECISION),
    ("earlier_contacts", "Earlier letters, calls and promises with their dates", LETTER),
    ("agency_name", "Agency that it is placed with, or is to be", DECISION),
    ("agency_address", "Address of the agency", DECISION),
    ("agency_from", "Day from which the agency collects", LETTER),
    ("court_name", "Court or track", DECISION),
    ("court_costs", "Costs of the court, as stated", DECISION),
    ("plan_balance", "Balance of the payment plan", PLAN),
    ("plan_count", "Number of installments, in words", PLAN),
    ("plan_rhythm", "Rhythm of the installments", PLAN),
    ("plan_cure_days", "Days in which a missed payment is made good", PLAN),
    ("plan_last_on", "Day of the last installment", PLAN),
    ("plan_default_clause", "What follows when the plan is broken", PLAN),
    ("plan_next_name", "Next part of the payment plan", PLAN),
    ("plan_next_on", "Day of the next part", PLAN),
    ("plan_next_amount", "Amount of the next part", PLAN),
    ("plan_option_one", "First way to pay in parts", PLAN),
    ("default_amount", "Promised or agreed amount that did not come", PLAN),
    ("default_due_on", "Day on which it was due", PLAN),
    ("default_said", "Sentence on the promise or installment that was missed", PLAN),
    ("default_consequence", "Sentence on what follows from it", PLAN),
    ("cure_by", "Day until which it can be made good", LETTER),
)
#: What may be empty; its line is then left out.
_OPTIONAL = (
    ("earlier_contacts_if_any", "Earlier letters, calls and promises, if any", LETTER),
    ("offer", "What help is offered", LETTER),
    ("terms_note", "What happens to the credit terms", LETTER),
    ("undisputed_note", "Sentence on the part that is not disputed", DISPUTES),
    ("promise_note", "Sentence on a promise that is open", CUSTOMER),
    ("fees_note", "Sentence on fees and interest with their basis", LETTER),
    ("service_note", "Sentence on Certified Mail and the First-Class copy", LETTER),
    ("agency_phone", "Telephone of the agency", DECISION),
    ("original_creditor_wish", "Wish for the original creditor's name, of an agency", SETTINGS),
    ("enclosed_note", "Sentence on the papers that are enclosed", LETTER),
    ("corrections_note", "Sentence on corrections after a dispute", DISPUTES),
    ("plan_option_two", "Second way to pay in parts", PLAN),
    ("plan_option_three", "Third way to pay in parts", PLAN),
)
#: What repeats: name, label, the part that repeats.
_LOOPED = (
    ("invoice_number", "Invoice number", "invoices"),
    ("invoice_date", "Invoice date", "invoices"),
    ("invoice_due_date", "Invoice due date", "invoices"),
    ("invoice_days_past_due", "Days past due", "invoices"),
    ("invoice_original", "Original amount", "invoices"),
    ("invoice_paid", "Paid or credited", "invoices"),
    ("invoice_open", "Open amount", "invoices"),
    ("installment_name", "Name of the part: down payment, installment 1", "installments"),
    ("installment_due_date", "Due date of the installment", "installments"),
    ("installment_amount", "Amount of the installment", "installments"),
    ("enclosure", "One enclosure", "enclosures"),
    ("dispute_invoice", "Invoice of the disputed line", "disputes"),
    ("dispute_line", "Which line of the invoice is disputed", "disputes"),
    ("dispute_told", "What the customer told us", "disputes"),
    ("dispute_line_amount", "Amount disputed of the line", "disputes"),
    ("dispute_decision", "Decision: the charge stands, is corrected or withdrawn", "disputes"),
    ("dispute_why", "Why it was decided so", "disputes"),
    ("dispute_remains", "What of the line remains due", "disputes"),
    ("dispute_books", "Sentence on what the books show for the invoice", "disputes"),
)

#: Every name that a template may use; the list is fixed.
FIELDS = {
    field.name: field
    for field in (
        *(MergeField(*parts) for parts in _PLAIN),
        *(MergeField(*parts, optional=True) for parts in _OPTIONAL),
        *(MergeField(name, label, BOOKS, loop=loop) for name, label, loop in _LOOPED),
    )
}
#: Tables that stand alone on a line.
TABLES = {
    "statement_table": "Table of the open invoices with totals",
    "dispute_table": "Table of the disputed invoices",
    "survey_form": "The questions of the survey, with boxes to tick",
}
LOOPS = ("invoices", "installments", "enclosures", "disputes")
