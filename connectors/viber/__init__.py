"""Viber: its webhook in, messages of viberbot's classes out, over a transport of our own."""

from connectors.viber.connector import connect

__all__ = ["connect"]
