"""The encrypted store: the only part that knows the database and the keyring."""
