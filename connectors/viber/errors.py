"""What Viber's answers mean for a message. A refusal comes as HTTP 200 with a status of its own."""

from __future__ import annotations

from bot.errors import DeliveryError
from connectors.viber.limits import OPERATOR_PAUSE_SECONDS, UNANSWERED_PAUSE_SECONDS

NO_WEBHOOK, OLD_VIBER = "no_webhook", "old_viber"
# What only an operator can mend: the log says it once, messages wait up to a day.
OPERATOR_HINTS = {
    "token": "Viber does not know the token; set WEGWEISER_VIBER_TOKEN to the one in the bot's settings",
    "webhook_url": "Viber could not call WEGWEISER_PUBLIC_URL; it needs https with a certificate of a known authority",
    "account_blocked": "Viber has blocked the bot's account; ask Viber",
    "account_unknown": "the token belongs to no bot; ask Viber",
    "account_suspended": "Viber has suspended the bot's account; ask Viber",
    "account_not_authorized": "the bot's account may not do this; ask Viber",
    "free_messages_used_up": "the month's free messages outside a conversation are used up; the bot needs a contract",
    "no_balance": "the bot's account has no balance left; top it up with Viber",
    "http": "WEGWEISER_VIBER_API does not answer as Viber does",
}
_STATUS = {  # API, errors (the names of its list)
    1: "webhook_url", 2: "token", 7: "account_blocked", 8: "account_unknown", 9: "account_suspended",
    15: "account_not_authorized", 23: "free_messages_used_up", 24: "no_balance",
}  # fmt: skip
_FOR_GOOD = {
    3: "bad_data", 4: "missing_data", 11: "no_suitable_device", 13: OLD_VIBER, 14: "version_and_fields", 16: "not_inline",
    17: "not_inline", 18: "no_public_chat", 19: "no_broadcast", 20: "no_broadcast", 21: "country", 22: "no_payments",
}  # fmt: skip
_NOT_REGISTERED, _NOT_SUBSCRIBED, _NO_WEBHOOK, _TOO_MANY = 5, 6, 10, 12


def of_status(status: int) -> DeliveryError:
    """Return what a status other than 0 means."""
    if status in (_NOT_REGISTERED, _NOT_SUBSCRIBED):
        return DeliveryError("unsubscribed", unreachable=True)
    if status == _TOO_MANY:
        return DeliveryError("unanswered", retry=True, retry_after=UNANSWERED_PAUSE_SECONDS)
    if status == _NO_WEBHOOK:
        return DeliveryError(NO_WEBHOOK, retry=True)  # the connector sets it again meanwhile
    if status in _STATUS:
        return _for_operator(_STATUS[status])
    if status in _FOR_GOOD:
        return DeliveryError(_FOR_GOOD[status])
    return DeliveryError("viber", retry=True)


def of_http(code: int, retry_after: str = "") -> DeliveryError:
    """Return what an HTTP status other than 200 means; `retry_after` is the header."""
    if code == 429:
        seconds = float(retry_after) if retry_after.isascii() and retry_after.isdigit() else UNANSWERED_PAUSE_SECONDS
        return DeliveryError("rate", retry=True, retry_after=min(seconds, 3600.0))
    if code >= 500 or code == 408:
        return DeliveryError("server", retry=True)
    if code in (400, 413):
        return DeliveryError("refused")
    return _for_operator("http")


def _for_operator(reason: str) -> DeliveryError:
    return DeliveryError(reason, retry=True, retry_after=OPERATOR_PAUSE_SECONDS)
