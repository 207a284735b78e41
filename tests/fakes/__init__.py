"""Telegram and Viber on loopback, as strict as the real ones where we know how strict those are."""
