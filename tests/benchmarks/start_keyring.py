"""A keyring for `bench_start`: it has the key of the benchmark's store, and answers at once.

Named in `PYTHON_KEYRING_BACKEND`, so that the library keyring is loaded as for a clerk.
"""

from __future__ import annotations

from keyring.backend import KeyringBackend

KEY = "c0ffee" * 10 + "beef"


class StartKeyring(KeyringBackend):
    """Answers as the keyring of a desktop would."""

    __module__ = "keyring.backends.SecretService"  # the program uses only keyrings it knows
    priority = 1

    def get_password(self, service: str, username: str) -> str:
        """Return the key, whoever asks."""
        del service, username
        return KEY

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep nothing."""
        del service, username, password
