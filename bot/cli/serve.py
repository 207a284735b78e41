"""`wegweiser serve`: start what answers people. Until there are connectors, that is the terminal chat."""

from __future__ import annotations

from bot.cli.chat import add_arguments, run

__all__ = ["add_arguments", "run"]
