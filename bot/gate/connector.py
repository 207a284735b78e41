"""What a messenger's connector must be able to do for the gate, and what the gate does for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from starlette.routing import BaseRoute

from bot.messages import Attachment, Part, Reply


class Connector(Protocol):
    """One messenger. Knows its formats and limits; stores nothing and decides nothing.

    `name` is the channel in the database, `bot` tells several bots of one messenger apart, `messages_per_second` is how many
    parts the messenger takes from one bot in a second.
    """

    name: str
    bot: str
    messages_per_second: float

    def routes(self) -> Sequence[BaseRoute]:
        """Return the paths that the messenger calls."""

    async def run(self) -> None:
        """Do what must go on beside requests: poll, or announce the webhook. Cancelled at the end."""

    def cut(self, reply: Reply) -> list[Part]:
        """Cut a bubble into parts that the messenger takes, in order; at least one."""

    async def send(self, address: str, part: Part) -> str | None:
        """Send one part, or do the order `delete_bubbles`; return the messenger's id of the new bubble.

        Raises:
            DeliveryError: the messenger did not take it; says whether and when to try again.
        """

    async def show_typing(self, address: str) -> None:
        """Show that an answer is being written, where the messenger can. Never raises."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """Return a file that a person sent, at most `bot.store.media.MAX_BYTES`.

        Raises:
            DeliveryError: the messenger did not give it; says whether to try again.
        """

    async def close(self) -> None:
        """Close connections."""
