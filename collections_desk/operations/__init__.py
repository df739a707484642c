"""What the clerk does. One function, one transaction, one line in the audit log."""
