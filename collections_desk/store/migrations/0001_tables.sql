-- The tables of revision 0001, written out by tests/store/freeze.py.
CREATE TABLE audit_event (
  seq INTEGER NOT NULL,
  operation_id TEXT NOT NULL,
  utc TEXT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  prev TEXT NOT NULL,
  hash TEXT NOT NULL,
  CONSTRAINT pk_audit_event PRIMARY KEY (seq),
  CONSTRAINT uq_audit_event_operation_id UNIQUE (operation_id)
)
 STRICT
--;
CREATE TABLE customer (
  id INTEGER NOT NULL,
  reference TEXT,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL,
  category TEXT NOT NULL,
  currency TEXT,
  time_zone TEXT,
  zone_source TEXT,
  office_hours TEXT,
  terms_days INTEGER,
  credit_limit_minor INTEGER,
  language TEXT,
  account_note TEXT,
  sample INTEGER NOT NULL,
  end_state TEXT,
  merged_into_id INTEGER,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_customer PRIMARY KEY (id),
  CONSTRAINT uq_customer_name_key UNIQUE (name_key),
  CONSTRAINT fk_customer_merged_into_id FOREIGN KEY(merged_into_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE INDEX ix_customer_category ON customer (category)
--;
CREATE INDEX ix_customer_reference ON customer (reference)
--;
CREATE TABLE document (
  sha256 TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  content BLOB NOT NULL,
  added_at TEXT NOT NULL,
  CONSTRAINT pk_document PRIMARY KEY (sha256)
)
 STRICT
--;
CREATE TABLE export_record (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  filter TEXT NOT NULL,
  rows INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  file_name TEXT NOT NULL,
  recipient TEXT NOT NULL,
  redacted INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  exported_at TEXT NOT NULL,
  CONSTRAINT pk_export_record PRIMARY KEY (id)
)
 STRICT
--;
CREATE TABLE import_batch (
  id INTEGER NOT NULL,
  file_name TEXT NOT NULL,
  file_sha256 TEXT NOT NULL,
  layout_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  as_of TEXT NOT NULL,
  reading TEXT NOT NULL,
  summary TEXT NOT NULL,
  clerk TEXT NOT NULL,
  imported_at TEXT NOT NULL,
  undone_at TEXT,
  CONSTRAINT pk_import_batch PRIMARY KEY (id)
)
 STRICT
--;
CREATE INDEX ix_import_batch_file_sha256 ON import_batch (file_sha256)
--;
CREATE TABLE saved_map (
  id INTEGER NOT NULL,
  layout_key TEXT NOT NULL,
  label TEXT NOT NULL,
  reading TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  CONSTRAINT pk_saved_map PRIMARY KEY (id),
  CONSTRAINT uq_saved_map_layout_key UNIQUE (layout_key)
)
 STRICT
--;
CREATE TABLE setting (
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT pk_setting PRIMARY KEY ("key")
)
 STRICT
--;
CREATE TABLE store_info (
  "key" TEXT NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT pk_store_info PRIMARY KEY ("key")
)
 STRICT
--;
CREATE TABLE address (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  line1 TEXT NOT NULL,
  line2 TEXT NOT NULL,
  line3 TEXT NOT NULL,
  city TEXT NOT NULL,
  region TEXT NOT NULL,
  postal_code TEXT NOT NULL,
  country TEXT,
  country_text TEXT NOT NULL,
  approved_lines TEXT,
  is_primary INTEGER NOT NULL,
  state TEXT NOT NULL,
  returned_on TEXT,
  returned_reason TEXT,
  CONSTRAINT pk_address PRIMARY KEY (id),
  CONSTRAINT fk_address_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE INDEX ix_address_customer_id ON address (customer_id)
--;
CREATE TABLE category_change (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  category TEXT NOT NULL,
  proposed TEXT,
  facts TEXT NOT NULL,
  reason TEXT NOT NULL,
  clerk TEXT NOT NULL,
  decided_at TEXT NOT NULL,
  CONSTRAINT pk_category_change PRIMARY KEY (id),
  CONSTRAINT fk_category_change_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE INDEX ix_category_change_customer_id ON category_change (customer_id)
--;
CREATE TABLE contact_person (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  role TEXT,
  is_primary INTEGER NOT NULL,
  is_officer INTEGER NOT NULL,
  CONSTRAINT pk_contact_person PRIMARY KEY (id),
  CONSTRAINT fk_contact_person_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE INDEX ix_contact_person_customer_id ON contact_person (customer_id)
--;
CREATE TABLE contact_point (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  normalized TEXT,
  label TEXT,
  state TEXT NOT NULL,
  is_primary INTEGER NOT NULL,
  CONSTRAINT pk_contact_point PRIMARY KEY (id),
  CONSTRAINT fk_contact_point_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE INDEX ix_contact_point_customer_id ON contact_point (customer_id)
--;
CREATE INDEX ix_contact_point_normalized ON contact_point (normalized)
--;
CREATE TABLE draft (
  id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  "key" TEXT NOT NULL,
  customer_id INTEGER,
  content TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  CONSTRAINT pk_draft PRIMARY KEY (id),
  CONSTRAINT fk_draft_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE UNIQUE INDEX uq_draft_kind_key ON draft (kind, "key")
--;
CREATE TABLE hold (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  scope TEXT NOT NULL,
  scope_ref TEXT NOT NULL,
  flag TEXT NOT NULL,
  reason TEXT NOT NULL,
  facts TEXT NOT NULL,
  begins_on TEXT NOT NULL,
  review_on TEXT,
  lifted_on TEXT,
  lifted_reason TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_hold PRIMARY KEY (id),
  CONSTRAINT fk_hold_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE INDEX ix_hold_customer_id ON hold (customer_id)
--;
CREATE TABLE import_change (
  id INTEGER NOT NULL,
  batch_id INTEGER NOT NULL,
  what TEXT NOT NULL,
  table_name TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  "before" TEXT,
  "after" TEXT,
  CONSTRAINT pk_import_change PRIMARY KEY (id),
  CONSTRAINT fk_import_change_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id)
)
 STRICT
--;
CREATE INDEX ix_import_change_batch_id ON import_change (batch_id)
--;
CREATE TABLE invoice (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  number TEXT NOT NULL,
  issued_on TEXT,
  due_on TEXT,
  due_source TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  open_minor INTEGER NOT NULL,
  reference TEXT NOT NULL,
  note TEXT NOT NULL,
  status TEXT NOT NULL,
  as_of TEXT NOT NULL,
  batch_id INTEGER,
  CONSTRAINT pk_invoice PRIMARY KEY (id),
  CONSTRAINT fk_invoice_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_invoice_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id)
)
 STRICT
--;
CREATE INDEX ix_invoice_customer_id_status ON invoice (customer_id, status)
--;
CREATE INDEX ix_invoice_number ON invoice (number)
--;
CREATE INDEX ix_invoice_open ON invoice (status, customer_id, currency, due_on, open_minor, as_of)
--;
CREATE TABLE merge_proposal (
  id INTEGER NOT NULL,
  first_id INTEGER NOT NULL,
  second_id INTEGER NOT NULL,
  why TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_at TEXT,
  CONSTRAINT pk_merge_proposal PRIMARY KEY (id),
  CONSTRAINT uq_merge_proposal_first_id_second_id UNIQUE (first_id, second_id),
  CONSTRAINT fk_merge_proposal_first_id FOREIGN KEY(first_id) REFERENCES customer (id),
  CONSTRAINT fk_merge_proposal_second_id FOREIGN KEY(second_id) REFERENCES customer (id)
)
 STRICT
--;
CREATE TABLE promise (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  taken_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  method TEXT NOT NULL,
  words TEXT NOT NULL,
  ended TEXT,
  ended_on TEXT,
  superseded_by_id INTEGER,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_promise PRIMARY KEY (id),
  CONSTRAINT fk_promise_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_promise_superseded_by_id FOREIGN KEY(superseded_by_id) REFERENCES promise (id)
)
 STRICT
--;
CREATE INDEX ix_promise_customer_id ON promise (customer_id)
--;
CREATE TABLE dispute (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  invoice_id INTEGER NOT NULL,
  code TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  received_on TEXT NOT NULL,
  owner TEXT NOT NULL,
  words TEXT NOT NULL,
  evidence TEXT NOT NULL,
  state TEXT NOT NULL,
  decided_on TEXT,
  upheld_minor INTEGER,
  finding TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_dispute PRIMARY KEY (id),
  CONSTRAINT fk_dispute_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_dispute_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
 STRICT
--;
CREATE INDEX ix_dispute_customer_id ON dispute (customer_id)
--;
CREATE INDEX ix_dispute_invoice_id ON dispute (invoice_id)
--;
CREATE TABLE ledger_entry (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  invoice_id INTEGER,
  kind TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  reference TEXT NOT NULL,
  note TEXT NOT NULL,
  source TEXT NOT NULL,
  batch_id INTEGER,
  reverses_id INTEGER,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_ledger_entry PRIMARY KEY (id),
  CONSTRAINT fk_ledger_entry_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_ledger_entry_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id),
  CONSTRAINT fk_ledger_entry_batch_id FOREIGN KEY(batch_id) REFERENCES import_batch (id),
  CONSTRAINT fk_ledger_entry_reverses_id FOREIGN KEY(reverses_id) REFERENCES ledger_entry (id)
)
 STRICT
--;
CREATE INDEX ix_ledger_entry_batch_id ON ledger_entry (batch_id)
--;
CREATE INDEX ix_ledger_entry_customer_id_dated_on ON ledger_entry (customer_id, dated_on)
--;
CREATE INDEX ix_ledger_entry_invoice_id ON ledger_entry (invoice_id)
--;
CREATE TABLE letter (
  id INTEGER NOT NULL,
  letter_ref TEXT NOT NULL,
  customer_id INTEGER NOT NULL,
  type TEXT NOT NULL,
  template TEXT NOT NULL,
  template_version TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  options TEXT NOT NULL,
  snapshot TEXT,
  state TEXT NOT NULL,
  service TEXT NOT NULL,
  article_number TEXT,
  return_receipt TEXT NOT NULL,
  return_receipt_number TEXT,
  first_class_copy INTEGER NOT NULL,
  address_id INTEGER,
  address_lines TEXT NOT NULL,
  envelope TEXT NOT NULL,
  paper TEXT NOT NULL,
  signer TEXT NOT NULL,
  as_of TEXT,
  letter_date TEXT NOT NULL,
  step TEXT,
  document_sha256 TEXT,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_letter PRIMARY KEY (id),
  CONSTRAINT uq_letter_letter_ref UNIQUE (letter_ref),
  CONSTRAINT fk_letter_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_letter_address_id FOREIGN KEY(address_id) REFERENCES address (id),
  CONSTRAINT fk_letter_document_sha256 FOREIGN KEY(document_sha256) REFERENCES document (sha256)
)
 STRICT
--;
CREATE INDEX ix_letter_article_number ON letter (article_number)
--;
CREATE INDEX ix_letter_customer_id ON letter (customer_id)
--;
CREATE INDEX ix_letter_state ON letter (state)
--;
CREATE TABLE promise_invoice (
  promise_id INTEGER NOT NULL,
  invoice_id INTEGER NOT NULL,
  CONSTRAINT pk_promise_invoice PRIMARY KEY (promise_id, invoice_id),
  CONSTRAINT fk_promise_invoice_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
  CONSTRAINT fk_promise_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
 STRICT
--;
CREATE INDEX ix_promise_invoice_invoice_id ON promise_invoice (invoice_id)
--;
CREATE TABLE activity (
  id INTEGER NOT NULL,
  uuid TEXT NOT NULL,
  customer_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  direction TEXT NOT NULL,
  action TEXT,
  happened_at TEXT NOT NULL,
  seconds INTEGER,
  zone TEXT,
  local_time TEXT,
  number TEXT,
  contact_point_id INTEGER,
  reached_name TEXT,
  reached_role TEXT,
  identity_checked INTEGER,
  outcome TEXT,
  reason TEXT,
  dispute_code TEXT,
  note TEXT NOT NULL,
  consent TEXT,
  next_action TEXT,
  next_on TEXT,
  promise_id INTEGER,
  letter_id INTEGER,
  corrects_id INTEGER,
  withdraws_id INTEGER,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_activity PRIMARY KEY (id),
  CONSTRAINT uq_activity_uuid UNIQUE (uuid),
  CONSTRAINT fk_activity_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_activity_contact_point_id FOREIGN KEY(contact_point_id) REFERENCES contact_point (id),
  CONSTRAINT fk_activity_promise_id FOREIGN KEY(promise_id) REFERENCES promise (id),
  CONSTRAINT fk_activity_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
  CONSTRAINT fk_activity_corrects_id FOREIGN KEY(corrects_id) REFERENCES activity (id),
  CONSTRAINT fk_activity_withdraws_id FOREIGN KEY(withdraws_id) REFERENCES activity (id)
)
 STRICT
--;
CREATE INDEX ix_activity_corrects_id ON activity (corrects_id)
--;
CREATE INDEX ix_activity_customer_id_happened_at ON activity (customer_id, happened_at)
--;
CREATE INDEX ix_activity_kind_happened_at ON activity (kind, happened_at)
--;
CREATE INDEX ix_activity_withdraws_id ON activity (withdraws_id)
--;
CREATE TABLE letter_event (
  id INTEGER NOT NULL,
  letter_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  document_sha256 TEXT,
  note TEXT NOT NULL,
  withdraws_id INTEGER,
  clerk TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  CONSTRAINT pk_letter_event PRIMARY KEY (id),
  CONSTRAINT fk_letter_event_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
  CONSTRAINT fk_letter_event_document_sha256 FOREIGN KEY(document_sha256) REFERENCES document (sha256),
  CONSTRAINT uq_letter_event_withdraws_id UNIQUE (withdraws_id),
  CONSTRAINT fk_letter_event_withdraws_id FOREIGN KEY(withdraws_id) REFERENCES letter_event (id)
)
 STRICT
--;
CREATE INDEX ix_letter_event_letter_id ON letter_event (letter_id)
--;
CREATE TABLE print_attempt (
  id INTEGER NOT NULL,
  letter_id INTEGER NOT NULL,
  is_copy INTEGER NOT NULL,
  printer TEXT NOT NULL,
  pages INTEGER NOT NULL,
  document_sha256 TEXT,
  outcome TEXT NOT NULL,
  reason TEXT NOT NULL,
  clerk TEXT NOT NULL,
  handed_at TEXT NOT NULL,
  ended_at TEXT,
  CONSTRAINT pk_print_attempt PRIMARY KEY (id),
  CONSTRAINT fk_print_attempt_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
  CONSTRAINT fk_print_attempt_document_sha256 FOREIGN KEY(document_sha256) REFERENCES document (sha256)
)
 STRICT
--;
CREATE INDEX ix_print_attempt_letter_id ON print_attempt (letter_id)
--;
CREATE UNIQUE INDEX uq_print_attempt_handed ON print_attempt (letter_id) WHERE outcome = 'handed'
--;
CREATE TABLE print_record (
  id INTEGER NOT NULL,
  letter_id INTEGER NOT NULL,
  is_copy INTEGER NOT NULL,
  printer TEXT NOT NULL,
  job TEXT NOT NULL,
  pages INTEGER NOT NULL,
  document_sha256 TEXT NOT NULL,
  clerk TEXT NOT NULL,
  printed_at TEXT NOT NULL,
  CONSTRAINT pk_print_record PRIMARY KEY (id),
  CONSTRAINT fk_print_record_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
  CONSTRAINT fk_print_record_document_sha256 FOREIGN KEY(document_sha256) REFERENCES document (sha256)
)
 STRICT
--;
CREATE INDEX ix_print_record_letter_id ON print_record (letter_id)
--;
CREATE UNIQUE INDEX uq_print_record_original ON print_record (letter_id) WHERE is_copy = 0
--;
CREATE TABLE activity_invoice (
  activity_id INTEGER NOT NULL,
  invoice_id INTEGER NOT NULL,
  CONSTRAINT pk_activity_invoice PRIMARY KEY (activity_id, invoice_id),
  CONSTRAINT fk_activity_invoice_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
  CONSTRAINT fk_activity_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
 STRICT
--;
CREATE INDEX ix_activity_invoice_invoice_id ON activity_invoice (invoice_id)
--;
CREATE TABLE attachment (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  activity_id INTEGER,
  letter_id INTEGER,
  dispute_id INTEGER,
  sha256 TEXT NOT NULL,
  label TEXT NOT NULL,
  added_at TEXT NOT NULL,
  CONSTRAINT pk_attachment PRIMARY KEY (id),
  CONSTRAINT fk_attachment_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_attachment_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
  CONSTRAINT fk_attachment_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id),
  CONSTRAINT fk_attachment_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
  CONSTRAINT fk_attachment_sha256 FOREIGN KEY(sha256) REFERENCES document (sha256)
)
 STRICT
--;
CREATE INDEX ix_attachment_activity_id ON attachment (activity_id)
--;
CREATE INDEX ix_attachment_customer_id ON attachment (customer_id)
--;
CREATE INDEX ix_attachment_dispute_id ON attachment (dispute_id)
--;
CREATE INDEX ix_attachment_letter_id ON attachment (letter_id)
--;
CREATE TABLE contact_step (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  "plan" TEXT NOT NULL,
  plan_as_of TEXT NOT NULL,
  step TEXT NOT NULL,
  anchor_on TEXT NOT NULL,
  done_on TEXT NOT NULL,
  how TEXT NOT NULL,
  reason TEXT NOT NULL,
  activity_id INTEGER,
  letter_id INTEGER,
  CONSTRAINT pk_contact_step PRIMARY KEY (id),
  CONSTRAINT fk_contact_step_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_contact_step_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
  CONSTRAINT fk_contact_step_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
)
 STRICT
--;
CREATE INDEX ix_contact_step_customer_id ON contact_step (customer_id)
--;
CREATE TABLE guard_event (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  activity_id INTEGER,
  letter_id INTEGER,
  guard TEXT NOT NULL,
  rule_as_of TEXT NOT NULL,
  severity TEXT NOT NULL,
  said TEXT NOT NULL,
  facts TEXT NOT NULL,
  deed TEXT NOT NULL,
  decision TEXT NOT NULL,
  reason TEXT NOT NULL,
  clerk TEXT NOT NULL,
  fired_at TEXT NOT NULL,
  CONSTRAINT pk_guard_event PRIMARY KEY (id),
  CONSTRAINT fk_guard_event_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_guard_event_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
  CONSTRAINT fk_guard_event_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
)
 STRICT
--;
CREATE INDEX ix_guard_event_activity_id ON guard_event (activity_id)
--;
CREATE INDEX ix_guard_event_customer_id ON guard_event (customer_id)
--;
CREATE INDEX ix_guard_event_letter_id ON guard_event (letter_id)
--;
