"""Reminders that people ask for: what they wish, read from their words or a button, and when that is."""
