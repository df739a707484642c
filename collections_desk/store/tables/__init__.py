"""The tables, by the question they answer. Rows of these classes never leave `store`."""

from collections_desk.store.tables.agreements import (
    DisputeEventRow,
    InstallmentRow,
    PaymentPlanInvoiceRow,
    PaymentPlanRow,
    RecordingConsentRow,
)
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
from collections_desk.store.tables.decisions import (
    DecisionRow,
    PlacementEntryRow,
    PlacementInvoiceRow,
    PlacementRow,
    SettlementRow,
    SurveyRow,
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
from collections_desk.store.tables.method import BriefRow, MonthlySalesRow, PlanVersionRow
from collections_desk.store.tables.money import ChargeRow, HandPaymentRow
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
    "BriefRow",
    "CategoryChangeRow",
    "ChargeRow",
    "ContactPersonRow",
    "ContactPointRow",
    "ContactStepRow",
    "CustomerRow",
    "Day",
    "DecisionRow",
    "DisputeEventRow",
    "DisputeRow",
    "DocumentRow",
    "DraftRow",
    "ExportRecordRow",
    "Flag",
    "GuardEventRow",
    "HandPaymentRow",
    "HoldRow",
    "ImportBatchRow",
    "ImportChangeRow",
    "InstallmentRow",
    "InvoiceRow",
    "Json",
    "LedgerEntryRow",
    "LetterEventRow",
    "LetterRow",
    "MergeProposalRow",
    "Moment",
    "MonthlySalesRow",
    "PaymentPlanInvoiceRow",
    "PaymentPlanRow",
    "PlacementEntryRow",
    "PlacementInvoiceRow",
    "PlacementRow",
    "PlanVersionRow",
    "PrintAttemptRow",
    "PrintRecordRow",
    "PromiseInvoiceRow",
    "PromiseRow",
    "RecordingConsentRow",
    "SavedMapRow",
    "SettingRow",
    "SettlementRow",
    "StoreInfoRow",
    "SurveyRow",
    "Table",
]
