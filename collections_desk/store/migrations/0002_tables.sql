-- The tables of revision 0002 beside those of 0001, and what it adds to them.
-- Statements end with a line of "--;".
CREATE TABLE brief (
  id INTEGER NOT NULL,
  since TEXT NOT NULL,
  day TEXT NOT NULL,
  content TEXT NOT NULL,
  clerk TEXT NOT NULL,
  read_at TEXT NOT NULL,
  CONSTRAINT pk_brief PRIMARY KEY (id)
)
 STRICT
--;
CREATE TABLE monthly_sales (
  id INTEGER NOT NULL,
  month TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  clerk TEXT NOT NULL,
  typed_at TEXT NOT NULL,
  CONSTRAINT pk_monthly_sales PRIMARY KEY (id)
)
 STRICT
--;
CREATE TABLE plan_version (
  id INTEGER NOT NULL,
  "plan" TEXT NOT NULL,
  version INTEGER NOT NULL,
  content TEXT NOT NULL,
  reason TEXT NOT NULL,
  clerk TEXT NOT NULL,
  saved_at TEXT NOT NULL,
  CONSTRAINT pk_plan_version PRIMARY KEY (id),
  CONSTRAINT uq_plan_version_plan_version UNIQUE ("plan", version)
)
 STRICT
--;
CREATE TABLE decision (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  decided_on TEXT NOT NULL,
  decided_by TEXT NOT NULL,
  reason TEXT NOT NULL,
  review_on TEXT,
  facts TEXT NOT NULL,
  memo_sha256 TEXT,
  withdraws_id INTEGER,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_decision PRIMARY KEY (id),
  CONSTRAINT fk_decision_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_decision_memo_sha256 FOREIGN KEY(memo_sha256) REFERENCES document (sha256),
  CONSTRAINT fk_decision_withdraws_id FOREIGN KEY(withdraws_id) REFERENCES decision (id)
)
 STRICT
--;
CREATE INDEX ix_decision_customer_id ON decision (customer_id)
--;
CREATE TABLE payment_plan (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  balance_minor INTEGER NOT NULL,
  as_of TEXT NOT NULL,
  rhythm TEXT NOT NULL,
  cure_days INTEGER NOT NULL,
  accelerates INTEGER NOT NULL,
  offered_on TEXT NOT NULL,
  reply_by TEXT,
  signed_on TEXT,
  signed_by TEXT NOT NULL,
  signed_sha256 TEXT,
  words TEXT NOT NULL,
  ended TEXT,
  ended_on TEXT,
  ended_reason TEXT NOT NULL,
  replaced_by_id INTEGER,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_payment_plan PRIMARY KEY (id),
  CONSTRAINT fk_payment_plan_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_payment_plan_signed_sha256 FOREIGN KEY(signed_sha256) REFERENCES document (sha256),
  CONSTRAINT fk_payment_plan_replaced_by_id FOREIGN KEY(replaced_by_id) REFERENCES payment_plan (id)
)
 STRICT
--;
CREATE INDEX ix_payment_plan_customer_id ON payment_plan (customer_id)
--;
CREATE TABLE installment (
  id INTEGER NOT NULL,
  plan_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  due_on TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  CONSTRAINT pk_installment PRIMARY KEY (id),
  CONSTRAINT uq_installment_plan_id_number UNIQUE (plan_id, number),
  CONSTRAINT fk_installment_plan_id FOREIGN KEY(plan_id) REFERENCES payment_plan (id)
)
 STRICT
--;
CREATE TABLE payment_plan_invoice (
  plan_id INTEGER NOT NULL,
  invoice_id INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  CONSTRAINT pk_payment_plan_invoice PRIMARY KEY (plan_id, invoice_id),
  CONSTRAINT fk_payment_plan_invoice_plan_id FOREIGN KEY(plan_id) REFERENCES payment_plan (id),
  CONSTRAINT fk_payment_plan_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
 STRICT
--;
CREATE INDEX ix_payment_plan_invoice_invoice_id ON payment_plan_invoice (invoice_id)
--;
CREATE TABLE placement (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  decision_id INTEGER,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  address_lines TEXT NOT NULL,
  phone TEXT NOT NULL,
  reference TEXT NOT NULL,
  commission_percent TEXT NOT NULL,
  placed_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  package_sha256 TEXT,
  ended TEXT,
  ended_on TEXT,
  ended_reason TEXT NOT NULL,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_placement PRIMARY KEY (id),
  CONSTRAINT fk_placement_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_placement_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id)
)
 STRICT
--;
CREATE INDEX ix_placement_customer_id ON placement (customer_id)
--;
CREATE TABLE settlement (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  decision_id INTEGER,
  currency TEXT NOT NULL,
  owed_minor INTEGER NOT NULL,
  agreed_minor INTEGER NOT NULL,
  agreed_on TEXT NOT NULL,
  due_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  ended TEXT,
  ended_on TEXT,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_settlement PRIMARY KEY (id),
  CONSTRAINT fk_settlement_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_settlement_decision_id FOREIGN KEY(decision_id) REFERENCES decision (id)
)
 STRICT
--;
CREATE INDEX ix_settlement_customer_id ON settlement (customer_id)
--;
CREATE TABLE charge (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  invoice_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  preset TEXT NOT NULL,
  preset_as_of TEXT NOT NULL,
  basis TEXT NOT NULL,
  basis_on TEXT,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  principal_minor INTEGER NOT NULL,
  rate TEXT NOT NULL,
  from_on TEXT NOT NULL,
  to_on TEXT NOT NULL,
  working TEXT NOT NULL,
  state TEXT NOT NULL,
  state_on TEXT NOT NULL,
  reason TEXT NOT NULL,
  item_id INTEGER,
  letter_id INTEGER,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_charge PRIMARY KEY (id),
  CONSTRAINT fk_charge_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_charge_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id),
  CONSTRAINT fk_charge_item_id FOREIGN KEY(item_id) REFERENCES invoice (id),
  CONSTRAINT fk_charge_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
)
 STRICT
--;
CREATE INDEX ix_charge_customer_id ON charge (customer_id)
--;
CREATE INDEX ix_charge_invoice_id ON charge (invoice_id)
--;
CREATE TABLE dispute_event (
  id INTEGER NOT NULL,
  dispute_id INTEGER NOT NULL,
  state TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  note TEXT NOT NULL,
  letter_id INTEGER,
  clerk TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  CONSTRAINT pk_dispute_event PRIMARY KEY (id),
  CONSTRAINT fk_dispute_event_dispute_id FOREIGN KEY(dispute_id) REFERENCES dispute (id),
  CONSTRAINT fk_dispute_event_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
)
 STRICT
--;
CREATE INDEX ix_dispute_event_dispute_id ON dispute_event (dispute_id)
--;
CREATE TABLE placement_entry (
  id INTEGER NOT NULL,
  placement_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  dated_on TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  reference TEXT NOT NULL,
  note TEXT NOT NULL,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_placement_entry PRIMARY KEY (id),
  CONSTRAINT fk_placement_entry_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id)
)
 STRICT
--;
CREATE INDEX ix_placement_entry_placement_id ON placement_entry (placement_id)
--;
CREATE TABLE placement_invoice (
  placement_id INTEGER NOT NULL,
  invoice_id INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  CONSTRAINT pk_placement_invoice PRIMARY KEY (placement_id, invoice_id),
  CONSTRAINT fk_placement_invoice_placement_id FOREIGN KEY(placement_id) REFERENCES placement (id),
  CONSTRAINT fk_placement_invoice_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
 STRICT
--;
CREATE INDEX ix_placement_invoice_invoice_id ON placement_invoice (invoice_id)
--;
CREATE TABLE survey (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  letter_id INTEGER,
  form TEXT NOT NULL,
  category TEXT NOT NULL,
  "plan" TEXT NOT NULL,
  step TEXT NOT NULL,
  sent_on TEXT NOT NULL,
  answered_on TEXT,
  answers TEXT NOT NULL,
  comment TEXT NOT NULL,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_survey PRIMARY KEY (id),
  CONSTRAINT fk_survey_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_survey_letter_id FOREIGN KEY(letter_id) REFERENCES letter (id)
)
 STRICT
--;
CREATE INDEX ix_survey_customer_id ON survey (customer_id)
--;
CREATE TABLE hand_payment (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  received_on TEXT NOT NULL,
  method TEXT NOT NULL,
  reference TEXT NOT NULL,
  last4 TEXT NOT NULL,
  dated_on TEXT,
  deposit_on TEXT,
  payer TEXT NOT NULL,
  direction TEXT NOT NULL,
  full_payment TEXT NOT NULL,
  note TEXT NOT NULL,
  state TEXT NOT NULL,
  state_on TEXT NOT NULL,
  state_reason TEXT NOT NULL,
  activity_id INTEGER,
  clerk TEXT NOT NULL,
  created_at TEXT NOT NULL,
  CONSTRAINT pk_hand_payment PRIMARY KEY (id),
  CONSTRAINT fk_hand_payment_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_hand_payment_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id)
)
 STRICT
--;
CREATE INDEX ix_hand_payment_customer_id ON hand_payment (customer_id)
--;
CREATE TABLE recording_consent (
  id INTEGER NOT NULL,
  customer_id INTEGER NOT NULL,
  activity_id INTEGER NOT NULL,
  place TEXT NOT NULL,
  class TEXT NOT NULL,
  announcement TEXT NOT NULL,
  given_by TEXT NOT NULL,
  answer TEXT NOT NULL,
  asked_at TEXT NOT NULL,
  document_sha256 TEXT,
  started_at TEXT,
  paused TEXT NOT NULL,
  recorded_at TEXT NOT NULL,
  CONSTRAINT pk_recording_consent PRIMARY KEY (id),
  CONSTRAINT fk_recording_consent_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id),
  CONSTRAINT fk_recording_consent_activity_id FOREIGN KEY(activity_id) REFERENCES activity (id),
  CONSTRAINT fk_recording_consent_document_sha256 FOREIGN KEY(document_sha256) REFERENCES document (sha256)
)
 STRICT
--;
CREATE INDEX ix_recording_consent_activity_id ON recording_consent (activity_id)
--;
ALTER TABLE dispute ADD COLUMN line TEXT NOT NULL DEFAULT ''
--;
ALTER TABLE dispute ADD COLUMN acknowledged_on TEXT
--;
ALTER TABLE contact_step ADD COLUMN plan_version INTEGER NOT NULL DEFAULT 0
--;
ALTER TABLE print_attempt ADD COLUMN memo_sha256 TEXT
  CONSTRAINT fk_print_attempt_memo_sha256 REFERENCES document (sha256)
--;
ALTER TABLE ledger_entry ADD COLUMN hand_payment_id INTEGER
  CONSTRAINT fk_ledger_entry_hand_payment_id REFERENCES hand_payment (id)
--;
CREATE INDEX ix_ledger_entry_hand_payment_id ON ledger_entry (hand_payment_id)
--;

-- Few entries are reversals: whoever leaves out what was reversed shall not read all to find them.
CREATE INDEX ix_ledger_entry_reverses_id ON ledger_entry (reverses_id)
  WHERE reverses_id IS NOT NULL
--;

-- The count of cases asks for the kind beside the sums.
DROP INDEX ix_invoice_open
--;
CREATE INDEX ix_invoice_open
  ON invoice (status, customer_id, currency, due_on, open_minor, as_of, kind)
--;

-- A guard may fire where no customer is concerned: an export, a purge, a rule table.
CREATE TABLE guard_event_0002 (
  id INTEGER NOT NULL,
  customer_id INTEGER,
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
INSERT INTO guard_event_0002 (
  id, customer_id, activity_id, letter_id, guard, rule_as_of, severity, said, facts, deed, decision,
  reason, clerk, fired_at)
SELECT id, customer_id, activity_id, letter_id, guard, rule_as_of, severity, said, facts, deed, decision,
  reason, clerk, fired_at
FROM guard_event
--;
DROP TABLE guard_event
--;
ALTER TABLE guard_event_0002 RENAME TO guard_event
--;
CREATE INDEX ix_guard_event_activity_id ON guard_event (activity_id)
--;
CREATE INDEX ix_guard_event_customer_id ON guard_event (customer_id)
--;
CREATE INDEX ix_guard_event_letter_id ON guard_event (letter_id)
--;
CREATE TRIGGER guard_event_no_update BEFORE UPDATE OF
  activity_id, guard, rule_as_of, severity, said, facts, deed, decision, reason, clerk, fired_at
ON guard_event
BEGIN
  SELECT RAISE(ABORT, 'a guard entry cannot be changed');
END
--;
CREATE TRIGGER guard_event_no_delete BEFORE DELETE ON guard_event
BEGIN
  SELECT RAISE(ABORT, 'a guard entry cannot be deleted');
END
--;

-- Kept as they were entered.
CREATE TRIGGER dispute_event_no_update BEFORE UPDATE ON dispute_event
BEGIN
  SELECT RAISE(ABORT, 'a dispute entry cannot be changed');
END
--;
CREATE TRIGGER dispute_event_no_delete BEFORE DELETE ON dispute_event
BEGIN
  SELECT RAISE(ABORT, 'a dispute entry cannot be deleted');
END
--;
CREATE TRIGGER recording_consent_no_update BEFORE UPDATE ON recording_consent
BEGIN
  SELECT RAISE(ABORT, 'a consent entry cannot be changed');
END
--;
CREATE TRIGGER recording_consent_no_delete BEFORE DELETE ON recording_consent
BEGIN
  SELECT RAISE(ABORT, 'a consent entry cannot be deleted');
END
--;
CREATE TRIGGER decision_no_update BEFORE UPDATE ON decision
BEGIN
  SELECT RAISE(ABORT, 'a decision cannot be changed');
END
--;
CREATE TRIGGER decision_no_delete BEFORE DELETE ON decision
BEGIN
  SELECT RAISE(ABORT, 'a decision cannot be deleted');
END
--;
CREATE TRIGGER placement_entry_no_update BEFORE UPDATE ON placement_entry
BEGIN
  SELECT RAISE(ABORT, 'a placement entry cannot be changed');
END
--;
CREATE TRIGGER placement_entry_no_delete BEFORE DELETE ON placement_entry
BEGIN
  SELECT RAISE(ABORT, 'a placement entry cannot be deleted');
END
--;
CREATE TRIGGER plan_version_no_update BEFORE UPDATE ON plan_version
BEGIN
  SELECT RAISE(ABORT, 'a plan version cannot be changed');
END
--;
CREATE TRIGGER plan_version_no_delete BEFORE DELETE ON plan_version
BEGIN
  SELECT RAISE(ABORT, 'a plan version cannot be deleted');
END
--;
