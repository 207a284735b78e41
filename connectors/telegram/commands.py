"""The commands that Telegram shows in the bot's menu, in the languages that Telegram knows."""

from __future__ import annotations

from telegram import Bot, BotCommand

from bot.catalogue import Catalogue
from connectors.telegram.limits import MAX_COMMAND_DESCRIPTION

COMMANDS = ("start", "help", "language", "person", "stop", "delete")


async def introduce(bot: Bot, catalogue: Catalogue) -> None:
    """Set the commands, once for everybody in English and once for each language with a code of two letters."""
    await bot.set_my_commands(_commands(catalogue, "en"))
    for code in catalogue.languages:
        if len(code) == 2:  # Bot API, setMyCommands.language_code: ISO 639-1
            await bot.set_my_commands(_commands(catalogue, code), language_code=code)


def _commands(catalogue: Catalogue, language: str) -> list[BotCommand]:
    made = []
    for name in COMMANDS:
        text = catalogue.translate(f"term.command_{name}", catalogue.terms[f"command_{name}"], language)
        made.append(BotCommand(name, text[:MAX_COMMAND_DESCRIPTION]))
    return made
