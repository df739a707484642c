"""Collections Desk: one clerk, her customers, what they owe and what was said."""

__version__ = "0.1.0"
