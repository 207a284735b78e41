"""The brain of Wegweiser. `converse` is the one way in: the terminal, `say`, tests and the lanes all call it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.brain.model import Message, Person
from bot.messages import Reply

if TYPE_CHECKING:
    from bot.brain.brain import Brain

__all__ = ["Message", "Person", "Reply", "converse", "get_brain"]

_brain: Brain | None = None


def get_brain() -> Brain:
    """Return this process's brain; the first call trains what has changed and loads the model (some ten seconds)."""
    global _brain
    if _brain is None:
        from bot.brain.lean import leave_out_tensorflow
        from bot.brain.quiet import silence_libraries
        from bot.settings import read_settings

        settings = read_settings()
        silence_libraries()
        leave_out_tensorflow(settings.home / "config.yml")
        from bot.brain.brain import Brain
        from bot.brain.training import ensure_model

        _brain = Brain.open(settings, ensure_model(settings))
    return _brain


async def converse(person: Person, message: Message) -> list[Reply]:
    """Answer one message of a person; see `Brain.converse`."""
    return await get_brain().converse(person, message)
