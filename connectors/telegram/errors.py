"""What Telegram's refusals mean for a message."""

from __future__ import annotations

from datetime import timedelta

from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.errors import DeliveryError

_GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid")


def delivery_error(error: TelegramError) -> DeliveryError:
    """Say whether to try again, when, and whether the person is unreachable."""
    text = error.message.lower()
    if isinstance(error, RetryAfter):
        pause = error.retry_after
        return DeliveryError("rate", retry=True, retry_after=pause.total_seconds() if isinstance(pause, timedelta) else pause)
    if isinstance(error, Forbidden):
        return DeliveryError("gone" if "deactivated" in text else "blocked", unreachable=True)
    if isinstance(error, InvalidToken):
        return DeliveryError("token", retry=True)  # the operator's mistake; the message waits for the right token
    if isinstance(error, BadRequest):  # a kind of NetworkError in python-telegram-bot
        return DeliveryError("gone", unreachable=True) if any(g in text for g in _GONE) else DeliveryError("refused")
    if isinstance(error, TimedOut):
        return DeliveryError("timeout", retry=True)
    if isinstance(error, (NetworkError, Conflict)):
        return DeliveryError("network", retry=True)
    return DeliveryError("telegram", retry=True)
