-- The triggers and search indexes of revision 0001. Statements end with a line of "--;".

-- The audit log only grows, and only by the line that fits the one before.
CREATE TRIGGER audit_event_no_update BEFORE UPDATE ON audit_event
BEGIN
  SELECT RAISE(ABORT, 'the audit log cannot be changed');
END
--;
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event
BEGIN
  SELECT RAISE(ABORT, 'the audit log cannot be shortened');
END
--;
CREATE TRIGGER audit_event_follows BEFORE INSERT ON audit_event
WHEN NEW.seq IS NOT coalesce((SELECT max(seq) FROM audit_event), 0) + 1
  OR NEW.prev IS NOT coalesce(
    (SELECT hash FROM audit_event ORDER BY seq DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000')
BEGIN
  SELECT RAISE(ABORT, 'an audit line must follow the last one');
END
--;

-- What happened with a customer is never edited and never deleted: corrections are new entries.
CREATE TRIGGER activity_no_update BEFORE UPDATE OF
  uuid, kind, direction, action, happened_at, seconds, number, reached_name, reached_role,
  identity_checked, outcome, reason, dispute_code, note, consent, corrects_id, withdraws_id,
  clerk, created_at
ON activity
BEGIN
  SELECT RAISE(ABORT, 'an entry of the record cannot be changed');
END
--;
CREATE TRIGGER activity_no_delete BEFORE DELETE ON activity
BEGIN
  SELECT RAISE(ABORT, 'an entry of the record cannot be deleted');
END
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
CREATE TRIGGER letter_event_no_update BEFORE UPDATE ON letter_event
BEGIN
  SELECT RAISE(ABORT, 'a letter entry cannot be changed');
END
--;
CREATE TRIGGER letter_event_no_delete BEFORE DELETE ON letter_event
BEGIN
  SELECT RAISE(ABORT, 'a letter entry cannot be deleted');
END
--;
CREATE TRIGGER print_record_no_update BEFORE UPDATE ON print_record
BEGIN
  SELECT RAISE(ABORT, 'a print record cannot be changed');
END
--;
CREATE TRIGGER print_record_no_delete BEFORE DELETE ON print_record
BEGIN
  SELECT RAISE(ABORT, 'a print record cannot be deleted');
END
--;
CREATE TRIGGER document_no_update BEFORE UPDATE ON document
BEGIN
  SELECT RAISE(ABORT, 'a stored document cannot be changed');
END
--;
CREATE TRIGGER document_no_delete BEFORE DELETE ON document
BEGIN
  SELECT RAISE(ABORT, 'a stored document cannot be deleted');
END
--;

-- The quick find. One index a kind, so that each answers newest first by its row number.
-- Words are kept twice where people type them differently: O'Brien, Straße, phone digits.
CREATE VIRTUAL TABLE customer_search USING fts5(
  words, content='', columnsize=0, prefix='1 2 3 4',
  tokenize='unicode61 remove_diacritics 2')
--;
CREATE VIRTUAL TABLE contact_point_search USING fts5(
  words, content='', columnsize=0, prefix='1 2 3 4',
  tokenize='unicode61 remove_diacritics 2')
--;
CREATE VIRTUAL TABLE invoice_search USING fts5(
  words, content='', columnsize=0, prefix='1 2 3 4',
  tokenize='unicode61 remove_diacritics 2')
--;
CREATE VIRTUAL TABLE activity_search USING fts5(
  words, content='', columnsize=0, prefix='1 2 3 4',
  tokenize='unicode61 remove_diacritics 2')
--;
CREATE VIRTUAL TABLE letter_search USING fts5(
  words, content='', columnsize=0, prefix='1 2 3 4',
  tokenize='unicode61 remove_diacritics 2')
--;
CREATE VIEW customer_words (id, words) AS
SELECT id, name || ' ' || bare || ' '
  || replace(replace(replace(replace(replace(replace(
    bare, 'ß', 'ss'), 'ł', 'l'), 'Ł', 'L'), 'ø', 'o'), 'Ø', 'O'), 'æ', 'ae') || ' '
  || coalesce(reference, '') || ' ' || coalesce(account_note, '')
FROM (
  SELECT id, name, reference, account_note,
    replace(replace(replace(name, '''', ''), '’', ''), '.', '') AS bare
  FROM customer
)
--;
CREATE TRIGGER customer_search_insert AFTER INSERT ON customer
BEGIN
  INSERT INTO customer_search (rowid, words)
  SELECT id, words FROM customer_words WHERE id = NEW.id;
END
--;
CREATE TRIGGER customer_search_before_update BEFORE UPDATE OF name, reference, account_note
ON customer
BEGIN
  INSERT INTO customer_search (customer_search, rowid, words)
  SELECT 'delete', id, words FROM customer_words WHERE id = OLD.id;
END
--;
CREATE TRIGGER customer_search_update AFTER UPDATE OF name, reference, account_note
ON customer
BEGIN
  INSERT INTO customer_search (rowid, words)
  SELECT id, words FROM customer_words WHERE id = NEW.id;
END
--;
CREATE TRIGGER customer_search_delete BEFORE DELETE ON customer
BEGIN
  INSERT INTO customer_search (customer_search, rowid, words)
  SELECT 'delete', id, words FROM customer_words WHERE id = OLD.id;
END
--;
CREATE VIEW contact_point_words (id, words) AS
SELECT id, value || ' ' || digits || ' ' || substr(digits, -10) || ' ' || substr(digits, -7)
FROM (
  SELECT id, value, replace(replace(replace(replace(replace(replace(replace(
    coalesce(normalized, value), '+', ''), ' ', ''), '-', ''), '(', ''), ')', ''), '.', ''),
    ';ext=', ' ') AS digits
  FROM contact_point
)
--;
CREATE TRIGGER contact_point_search_insert AFTER INSERT ON contact_point
BEGIN
  INSERT INTO contact_point_search (rowid, words)
  SELECT id, words FROM contact_point_words WHERE id = NEW.id;
END
--;
CREATE TRIGGER contact_point_search_before_update BEFORE UPDATE OF value, normalized
ON contact_point
BEGIN
  INSERT INTO contact_point_search (contact_point_search, rowid, words)
  SELECT 'delete', id, words FROM contact_point_words WHERE id = OLD.id;
END
--;
CREATE TRIGGER contact_point_search_update AFTER UPDATE OF value, normalized
ON contact_point
BEGIN
  INSERT INTO contact_point_search (rowid, words)
  SELECT id, words FROM contact_point_words WHERE id = NEW.id;
END
--;
CREATE TRIGGER contact_point_search_delete BEFORE DELETE ON contact_point
BEGIN
  INSERT INTO contact_point_search (contact_point_search, rowid, words)
  SELECT 'delete', id, words FROM contact_point_words WHERE id = OLD.id;
END
--;
-- The words of many invoices at once, for imports; the triggers below work them out by row.
CREATE VIEW invoice_words (id, words) AS
SELECT id, number || ' ' || replace(number, '-', '') || ' '
  || ltrim(number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#/. 0') || ' '
  || reference || ' ' || note
FROM invoice
--;
CREATE TRIGGER invoice_search_insert AFTER INSERT ON invoice
BEGIN
  INSERT INTO invoice_search (rowid, words)
  VALUES (NEW.id, NEW.number || ' ' || replace(NEW.number, '-', '') || ' '
    || ltrim(NEW.number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#/. 0') || ' '
    || NEW.reference || ' ' || NEW.note);
END
--;
CREATE TRIGGER invoice_search_update AFTER UPDATE OF number, reference, note ON invoice
WHEN OLD.number IS NOT NEW.number OR OLD.reference IS NOT NEW.reference
  OR OLD.note IS NOT NEW.note
BEGIN
  INSERT INTO invoice_search (invoice_search, rowid, words)
  VALUES ('delete', OLD.id, OLD.number || ' ' || replace(OLD.number, '-', '') || ' '
    || ltrim(OLD.number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#/. 0') || ' '
    || OLD.reference || ' ' || OLD.note);
  INSERT INTO invoice_search (rowid, words)
  VALUES (NEW.id, NEW.number || ' ' || replace(NEW.number, '-', '') || ' '
    || ltrim(NEW.number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#/. 0') || ' '
    || NEW.reference || ' ' || NEW.note);
END
--;
CREATE TRIGGER invoice_search_delete AFTER DELETE ON invoice
BEGIN
  INSERT INTO invoice_search (invoice_search, rowid, words)
  VALUES ('delete', OLD.id, OLD.number || ' ' || replace(OLD.number, '-', '') || ' '
    || ltrim(OLD.number, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#/. 0') || ' '
    || OLD.reference || ' ' || OLD.note);
END
--;
CREATE TRIGGER activity_search_insert AFTER INSERT ON activity
WHEN NEW.note <> '' OR NEW.reached_name IS NOT NULL
BEGIN
  INSERT INTO activity_search (rowid, words)
  VALUES (NEW.id, NEW.note || ' ' || coalesce(NEW.reached_name, ''));
END
--;
CREATE VIEW letter_words (id, words) AS
SELECT id, letter_ref || ' ' || subject || ' ' || coalesce(article_number, '') || ' '
  || coalesce(return_receipt_number, '') || ' ' || body
FROM letter
--;
CREATE TRIGGER letter_search_insert AFTER INSERT ON letter
BEGIN
  INSERT INTO letter_search (rowid, words)
  SELECT id, words FROM letter_words WHERE id = NEW.id;
END
--;
CREATE TRIGGER letter_search_before_update
BEFORE UPDATE OF letter_ref, subject, body, article_number, return_receipt_number ON letter
BEGIN
  INSERT INTO letter_search (letter_search, rowid, words)
  SELECT 'delete', id, words FROM letter_words WHERE id = OLD.id;
END
--;
CREATE TRIGGER letter_search_update
AFTER UPDATE OF letter_ref, subject, body, article_number, return_receipt_number ON letter
BEGIN
  INSERT INTO letter_search (rowid, words)
  SELECT id, words FROM letter_words WHERE id = NEW.id;
END
--;
CREATE TRIGGER letter_search_delete BEFORE DELETE ON letter
BEGIN
  INSERT INTO letter_search (letter_search, rowid, words)
  SELECT 'delete', id, words FROM letter_words WHERE id = OLD.id;
END
--;
INSERT INTO customer_search (customer_search, rank) VALUES ('secure-delete', 1)
--;
INSERT INTO contact_point_search (contact_point_search, rank) VALUES ('secure-delete', 1)
--;
INSERT INTO invoice_search (invoice_search, rank) VALUES ('secure-delete', 1)
--;
INSERT INTO letter_search (letter_search, rank) VALUES ('secure-delete', 1)
--;
