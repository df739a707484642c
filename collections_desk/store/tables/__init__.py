"""The tables, by the question they answer. Rows of these classes never leave `store`."""

from collections_desk.store.tables.base import Day, Flag, Json, Moment, Table
from collections_desk.store.tables.contact import (
    ActivityInvoiceRow,
    ActivityRow,
    ContactStepRow,
    DisputeRow,
    DraftRow,
    GuardEventRow,
    HoldRow,
    PromiseInvoiceRow,
    PromiseRow,
)
from collections_desk.store.tables.customers import (
    AddressRow,
    CategoryChangeRow,
    ContactPersonRow,
    ContactPointRow,
    CustomerRow,
)
from collections_desk.store.tables.ledger import (
    ImportBatchRow,
    ImportChangeRow,
    InvoiceRow,
    LedgerEntryRow,
    MergeProposalRow,
    SavedMapRow,
)
from collections_desk.store.tables.mail import (
    LetterEventRow,
    LetterRow,
    PrintAttemptRow,
    PrintRecordRow,
)
from collections_desk.store.tables.records import (
    AttachmentRow,
    AuditEventRow,
    DocumentRow,
    ExportRecordRow,
    SettingRow,
    StoreInfoRow,
)

__all__ = [
    "ActivityInvoiceRow",
    "ActivityRow",
    "AddressRow",
    "AttachmentRow",
    "AuditEventRow",
    "CategoryChangeRow",
    "ContactPersonRow",
    "ContactPointRow",
    "ContactStepRow",
    "CustomerRow",
    "Day",
    "DisputeRow",
    "DocumentRow",
    "DraftRow",
    "ExportRecordRow",
    "Flag",
    "GuardEventRow",
    "HoldRow",
    "ImportBatchRow",
    "ImportChangeRow",
    "InvoiceRow",
    "Json",
    "LedgerEntryRow",
    "LetterEventRow",
    "LetterRow",
    "MergeProposalRow",
    "Moment",
    "PrintAttemptRow",
    "PrintRecordRow",
    "PromiseInvoiceRow",
    "PromiseRow",
    "SavedMapRow",
    "SettingRow",
    "StoreInfoRow",
    "Table",
]
