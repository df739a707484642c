"""The rules of collecting: pure functions over facts, no clock, no disk."""
