"""The web chat: a page of the gate, for an office's website and for trying the product."""

from connectors.web.connector import WebConnector, connect

__all__ = ["WebConnector", "connect"]
