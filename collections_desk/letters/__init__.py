"""From facts to pages."""
