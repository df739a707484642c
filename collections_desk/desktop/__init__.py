"""The window. The only part that knows Qt."""

import builtins

import PySide6.QtCore  # noqa: F401 - it lays its hand on the import statement, see below

# PySide6 looks through the source of every module that is imported after it, for the features
# of `__feature__`. The desk uses none: its own imports take a fifth less time without it.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
