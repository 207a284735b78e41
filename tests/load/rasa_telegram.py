"""Rasa's own Telegram channel on loopback, with one repair without which it answers nothing here.

`TelegramInput.get_output_channel` announces the webhook in an event loop of its own and closes it; the session of aiogram
2.15 stays bound to that loop, so every later call fails with "Event loop is closed" (rasa 3.6.21). Here the session is
dropped with its loop, and a new one is made where messages are handled.
"""

import asyncio
import os

from aiogram import Bot
from aiogram.bot.api import TelegramAPIServer
from rasa.core.channels.telegram import TelegramInput, TelegramOutput

API_VARIABLE = "LOOPBACK_TELEGRAM_API"  # where the fake listens


class LoopbackOutput(TelegramOutput):
    """Sends as `TelegramOutput` does, to the fake."""

    def __init__(self, access_token: str) -> None:
        Bot.__init__(self, access_token, server=TelegramAPIServer.from_base(os.environ[API_VARIABLE]))


class LoopbackTelegram(TelegramInput):
    """Receives as `TelegramInput` does. Rasa's credentials name it by its path."""

    def get_output_channel(self) -> LoopbackOutput:
        """Announce the webhook, and return the way out."""
        channel = LoopbackOutput(self.access_token)

        async def announce() -> None:
            await channel.set_webhook(url=self.webhook_url)
            await channel.session.close()

        asyncio.run(announce())
        return channel
