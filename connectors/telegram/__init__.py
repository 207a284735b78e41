"""Telegram: long polling or webhook in, python-telegram-bot's calls out."""

from connectors.telegram.connector import connect

__all__ = ["connect"]
