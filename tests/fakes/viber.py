"""A Viber bot API on loopback that refuses what Viber refuses, with Viber's status numbers in answers that are always HTTP 200.

Nobody has run this beside the real Viber. The limits are those of https://creators.viber.com/docs/bots-api; what Viber checks
only on the phone (keyboards), this fake checks as strictly as the documentation reads. viberbot's own parsing checks the answers.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import random
import re
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.fakes.server import Answer, Bubble, FakeServer, Fault, Person

Json = dict[str, Any]

STATUS_NAMES = re.findall(  # a name's place is its number
    r"\w+",
    """ok invalidUrl invalidAuthToken badData missingData receiverNotRegistered receiverNotSubscribed publicAccountBlocked
    publicAccountNotFound publicAccountSuspended webhookNotSet receiverNoSuitableDevice tooManyRequests apiVersionNotSupported
    incompatibleWithVersion publicAccountNotAuthorized inchatReplyMessageNotAllowed publicAccountIsNotInline noPublicChat
    cannotSendBroadcast broadcastNotAllowed unsupportedCountry paymentUnsupported freeMessagesExceeded noBalance""",
)
BAD_DATA, MISSING_DATA, TOO_MANY_REQUESTS, INCOMPATIBLE_WITH_VERSION = 3, 4, 12, 14

MAX_BODY_BYTES = 30_000
MAX_TEXT_CHARS = 7000
MAX_SENDER_NAME_CHARS = 28
MAX_TRACKING_DATA_CHARS = 4000
MAX_URL_CHARS = 2000
MAX_FILE_NAME_CHARS = 256
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_VIDEO_BYTES = 26 * 1024 * 1024
MAX_VIDEO_SECONDS = 180
MAX_BUTTON_TEXT_CHARS = 250
MAX_KEYBOARD_ROWS = 24
MAX_MEDIA_GROUPS = 6
UNANSWERED_PER_HOUR = 100  # messages to a person who says nothing
OPTIONAL_EVENTS = {"delivered", "seen", "failed", "conversation_started", "client_status"}  # the others cannot be switched off
ACTION_TYPES = {"reply", "open-url", "location-picker", "share-phone", "none"}
BUTTON_FIELDS = set(
    re.findall(
        r"\w+",
        """Columns Rows BgColor Silent BgMediaType BgMedia BgMediaScaleType ImageScaleType BgLoop ActionType ActionBody Image Text
        TextVAlign TextHAlign TextPaddings TextOpacity TextSize OpenURLType OpenURLMediaType TextBgGradientColor TextShouldFit
        InternalBrowser Map Frame MediaPlayer""",
    )
)


class Refusal(Exception):
    """A status other than 0; the reason is for us, Viber tells only the status."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{STATUS_NAMES[status]}: {reason}")
        self.status = status


class ViberUser(Person):
    """A person with Viber. Each thing a person does returns the event that Viber makes of it."""

    def __init__(self, fake: FakeViber, user_id: str, language: str, name: str, country: str, api_version: int) -> None:
        super().__init__()
        self.id = user_id
        self.profile: Json = {"id": user_id, "name": name, "avatar": f"{fake.url}/media/avatar.jpg", "country": country}
        self.profile |= {"language": language, "api_version": api_version}
        self.is_subscribed = self.is_known = False
        self.unanswered: deque[float] = deque()
        self._fake = fake

    def opens(self, context: str = "") -> Json:
        """Open the chat; the webhook's answer may be a welcome message."""
        self.is_known = True
        start = {"type": "open", "user": self.profile, "subscribed": self.is_subscribed}
        return self._fake.push({"event": "conversation_started", **start, **({"context": context} if context else {})}, self)

    def subscribes(self) -> Json:
        """Subscribe without a message."""
        self.is_known = self.is_subscribed = True
        return self._fake.push({"event": "subscribed", "user": self.profile}, self)

    def unsubscribes(self) -> Json:
        """Turn the bot off."""
        self.is_subscribed = False
        return self._fake.push({"event": "unsubscribed", "user_id": self.id}, self)

    def says(self, text: str, silent: bool = False) -> Json:
        """Write a text, which also subscribes."""
        return self._write({"type": "text", "text": text}, silent)

    def presses(self, button: str) -> Json | None:
        """Press a button of the last keyboard or rich media, named by its title or its ActionBody.

        Returns:
            The text message that Viber sends for it, or None for a button that opens a page or does nothing.

        Raises:
            LookupError: no such button.
            ValueError: the phone would ask for a place or a number: use `sends_location` or `contact`.
        """
        buttons: list[Json] = next((bubble["buttons"] for bubble in reversed(self.received) if bubble["buttons"]), [])
        for found in buttons:
            if button in (re.sub(r"<[^>]+>", "", found.get("Text", "")), found.get("Text"), found.get("ActionBody")):
                action = found.get("ActionType", "reply")
                if action in ("location-picker", "share-phone"):
                    raise ValueError(f"this button is a {action}: use sends_location or contact")
                return self.says(found["ActionBody"], bool(found.get("Silent"))) if action == "reply" else None
        raise LookupError(f"no button {button!r}; there are {[found.get('Text') for found in buttons]}")

    def sends_location(self, lat: float, lon: float) -> Json:
        """Send a place."""
        return self._write({"type": "location", "location": {"lat": lat, "lon": lon}})

    def contact(self, name: str, phone_number: str) -> Json:
        """Send a phone number."""
        return self._write({"type": "contact", "contact": {"name": name, "phone_number": phone_number}})

    def picture(self, content: bytes, caption: str = "", name: str = "picture.jpg") -> Json:
        """Send a picture."""
        url = self._fake.store(name, content)
        return self._write({"type": "picture", "text": caption, "media": url, "thumbnail": url, "file_name": name})

    def video(self, content: bytes, duration: int = 3, name: str = "video.mp4") -> Json:
        """Send a video."""
        media = {"media": self._fake.store(name, content), "thumbnail": "", "size": len(content), "duration": duration}
        return self._write({"type": "video", **media})

    def file(self, content: bytes, name: str = "file.pdf", size: int | None = None) -> Json:
        """Send a file; a voice message reaches a bot as a file too. `size` claims another size than that of `content`."""
        media = {"media": self._fake.store(name, content), "file_name": name, "size": len(content) if size is None else size}
        return self._write({"type": "file", **media, "file_size": media["size"]})

    def sticker(self, sticker_id: int = 46105) -> Json:
        """Send a sticker."""
        return self._write({"type": "sticker", "sticker_id": sticker_id, "media": f"{self._fake.url}/media/sticker.png"})

    def link(self, url: str) -> Json:
        """Send a link."""
        return self._write({"type": "url", "media": url})

    def sees(self) -> Json:
        """Look at the last message of the bot."""
        return self._receipt("seen")

    def fails(self, desc: str = "Message contains an invalid keyboard") -> Json:
        """Let the phone refuse the last message, which Viber had accepted."""
        return self._receipt("failed", desc=desc)

    def reports_status(self, code: int = 0, message: str = "active") -> Json:
        """Let the phone report its state; viberbot cannot parse this event."""
        return self._fake.push(
            {"event": "client_status", "user": {"id": self.id}, "status": {"code": code, "message": message}}, self
        )

    def _receipt(self, event: str, **extra: str) -> Json:
        token = self.received[-1]["message_token"]
        return self._fake.push({"event": event, "message_token": token, "user_id": self.id, **extra}, self)

    def _write(self, message: Json, silent: bool = False) -> Json:
        with self._fake._lock:
            self.is_known = self.is_subscribed = True
            self.unanswered.clear()
            tracking_data = self.received[-1]["params"].get("tracking_data") if self.received else None
            message = {**message, **({"tracking_data": tracking_data} if tracking_data else {})}
            return self._fake.push({"event": "message", "sender": self.profile, "message": message, "silent": silent}, self)


class FakeViber(FakeServer):
    """The API of one bot. Owns events, subscriptions and files; `user()` gives the people.

    `received` of a person holds bubbles: dicts with chat_id (the person's id), message_token, method ("send_message" or
    "welcome"), type, text, buttons, params, at, is_acknowledged. In `fail_next`, a number below 100 is a Viber status, others are
    HTTP statuses.
    """

    sends = frozenset({"send_message"})
    fault_kinds = ("500", "12", "timeout", "lost_answer")
    webhook_accepts = (200,)

    def __init__(
        self,
        token: str = "4453b6ac12345678-fake-viber-token",
        *,
        receipts: bool = True,
        max_caption_chars: int = 768,
        seed: int | None = None,
        **server: Any,
    ) -> None:
        """Prepare a bot.

        Args:
            token: the bot's token.
            receipts: whether a "delivered" event follows each message, as in reality.
            max_caption_chars: of a picture. Viber's documentation says 768, partners say 512.
            seed: of the message tokens.
            **server: see `FakeServer`.
        """
        routes = [
            Route("/pa/{method}", self._call, methods=["POST"]),
            Route("/media/{name:path}", self._download),
        ]
        super().__init__(routes, **server)
        self.token = token
        self.refused: list[tuple[int, str]] = []  # statuses with our reasons
        self.webhook: str | None = None
        self.event_types: set[str] = set(OPTIONAL_EVENTS)
        self._receipts, self._max_caption_chars = receipts, max_caption_chars
        self._message_token = 2**62 + random.Random(seed).getrandbits(61)  # beyond what JavaScript and floats can hold
        self._users: dict[str, ViberUser] = {}
        self._events: dict[int, tuple[Json, ViberUser | None]] = {}
        self._media: dict[str, bytes] = {}

    # For tests

    def user(
        self, user_id: str = "", language: str = "en", name: str = "Mira", country: str = "DE", api_version: int = 10
    ) -> ViberUser:
        """Return the person with this id; the first call makes them. Without an id it is somebody new."""
        with self._lock:
            if not user_id:
                digest = hashlib.sha256(str(len(self._users)).encode()).digest()
                user_id = base64.b64encode(b"\xfb\xff" + digest[:14]).decode()  # begins with +/ and ends with ==
            if user_id not in self._users:
                self._users[user_id] = ViberUser(self, user_id, language, name, country, api_version)
            return self._users[user_id]

    def push(self, event: Json, user: ViberUser | None = None) -> Json:
        """Deliver a raw event, with a timestamp and a message_token if it has none; return it."""
        with self._lock:
            stamp = {"timestamp": int(self.clock() * 1000), "chat_hostname": "SN-CHAT-01_", "message_token": self._next_token()}
            event = {**stamp, **event}
            self._events[event["message_token"]] = (event, user)
            if self.webhook and event["event"] not in OPTIONAL_EVENTS - self.event_types:
                copies = 2 if self._is_doubled() else 1
                self._enqueue(user.id if user else "", partial(self._post_event, event, user, copies))
            return event

    def redeliver(self, message_token: int) -> None:
        """Deliver an event again."""
        event, user = self._events[message_token]
        self._enqueue(user.id if user else "", partial(self._post_event, event, user, 1))

    def store(self, name: str, content: bytes) -> str:
        """Keep a file on Viber's side; return its URL."""
        key = f"{len(self._media)}/{name}"
        self._media[key] = content
        return f"{self.url}/media/{quote(key)}"

    def sign(self, body: bytes) -> str:
        """Return X-Viber-Content-Signature for a body."""
        return hmac.new(self.token.encode(), body, hashlib.sha256).hexdigest()

    # HTTP

    async def _call(self, request: Request) -> Response:
        body = await request.body()
        try:
            params = json.loads(body)
        except ValueError:
            return self._render(Answer(self._reply(BAD_DATA, "not JSON")))
        if not isinstance(params, dict):
            return self._render(Answer(self._reply(BAD_DATA, "not an object")))
        if (params.get("auth_token") or request.headers.get("x-viber-auth-token")) != self.token:
            return self._render(Answer(self._reply(2, "wrong token")))
        method = request.path_params["method"]
        return await self._answer(request, method, params.get("receiver"), partial(self._run_method, method, params, len(body)))

    async def _run_method(self, method: str, params: Json, size: int) -> Answer:
        try:
            if method == "set_webhook":
                return Answer(await self._set_webhook(params))
            with self._lock:
                if method == "send_message":
                    return self._send_message(params, size)
                if function := getattr(self, f"api_{method}", None):
                    return Answer(function(params))
        except Refusal as refusal:
            return Answer(self._reply(refusal.status, str(refusal)))
        return Answer({"error": "Not Found"}, 404)

    def _reply(self, status: int, reason: str = "", **result: Any) -> Json:
        if status:
            self.refused.append((status, reason))
        head = {"status": status, "status_message": STATUS_NAMES[status], "chat_hostname": "SN-CHAT-01_"}
        return {**head, **result}

    async def _download(self, request: Request) -> Response:
        content = self._media.get(request.path_params["name"])
        return Response(content or b"", 404 if content is None else 200, media_type="application/octet-stream")

    def _fault_answer(self, fault: Fault, chat_id: int | str | None) -> Answer:
        if isinstance(fault.what, int) and fault.what < 100:
            return Answer(self._reply(fault.what, fault.description or "ordered by fail_next"))
        return Answer({"error": fault.description or "Internal Server Error"}, int(fault.what))

    # Webhook

    def _envelope(self, body: bytes) -> tuple[str, dict[str, str]] | None:
        if not self.webhook:
            return None
        return self.webhook, {"Content-Type": "application/json", "X-Viber-Content-Signature": self.sign(body)}

    async def _set_webhook(self, params: Json) -> Json:
        url = params.get("url")
        if url is None:
            raise Refusal(MISSING_DATA, "url")
        if not url:
            self.webhook = None
            return self._reply(0)
        place = urlsplit(url)
        if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
            raise Refusal(1, "not https")
        stamp = {"timestamp": int(self.clock() * 1000), "chat_hostname": "SN-CHAT-01_", "message_token": self._next_token()}
        body = json.dumps({"event": "webhook", **stamp}).encode()
        status, _ = await self._post(
            url, {"Content-Type": "application/json", "X-Viber-Content-Signature": self.sign(body)}, body
        )
        if status != 200:
            raise Refusal(1, f"the webhook answered {status}")
        wanted = params.get("event_types")
        self.event_types = set(OPTIONAL_EVENTS) if wanted is None else OPTIONAL_EVENTS & set(wanted)
        self.webhook = url
        return self._reply(0, event_types=sorted(self.event_types | {"message", "subscribed", "unsubscribed"}))

    async def _post_event(self, event: Json, user: ViberUser | None, copies: int) -> None:
        body = json.dumps(event, ensure_ascii=False).encode()
        answers = await asyncio.gather(*(self._post_until_accepted(body) for _ in range(copies)))
        if event["event"] == "conversation_started" and user and answers[0]:
            self._welcome(user, answers[0])

    def _welcome(self, user: ViberUser, answer: bytes) -> None:
        try:
            message = json.loads(answer)
        except ValueError:
            return
        if not isinstance(message, dict) or not (message.keys() & {"type", "keyboard"}):
            return
        try:
            with self._lock:
                self._check_size(len(answer))
                check_message(message, self._max_caption_chars, user.profile["api_version"])
                self._show(user, "welcome", message)
        except Refusal as refusal:
            self._reply(refusal.status, str(refusal))

    # What the bot may call

    def _send_message(self, params: Json, size: int) -> Answer:
        self._check_size(size)
        if not self.webhook:
            raise Refusal(10, "set_webhook first")
        user = self._users.get(needed(params, "receiver", str))
        if user is None or not user.is_known:
            raise Refusal(5, "nobody with this id has opened the chat")
        check_message(params, self._max_caption_chars, user.profile["api_version"])
        if not user.is_subscribed:
            raise Refusal(6, "has not subscribed, or no longer")
        hour_ago = self.clock() - 3600
        while user.unanswered and user.unanswered[0] <= hour_ago:
            user.unanswered.popleft()
        if len(user.unanswered) >= UNANSWERED_PER_HOUR:
            raise Refusal(TOO_MANY_REQUESTS, f"{UNANSWERED_PER_HOUR} messages in an hour without a word of the person")
        user.unanswered.append(self.clock())
        bubble = self._show(user, "send_message", params)
        return Answer(self._reply(0, message_token=bubble["message_token"], billing_status=1), bubble=bubble)

    @staticmethod
    def _check_size(size: int) -> None:
        if size > MAX_BODY_BYTES:
            raise Refusal(BAD_DATA, f"{size} bytes, {MAX_BODY_BYTES} are allowed")

    def _show(self, user: ViberUser, method: str, message: Json) -> Bubble:
        parts = [message.get(part) or {} for part in ("rich_media", "keyboard")]
        bubble: Bubble = {
            "chat_id": user.id,
            "message_token": self._next_token(),
            "method": method,
            "type": message.get("type", "keyboard"),
            "text": message.get("text") or "",
            "buttons": [button for part in parts for button in part.get("Buttons", [])],
            "params": {key: value for key, value in message.items() if key != "auth_token"},
            "at": self.clock(),
            "is_acknowledged": True,
        }
        user.received.append(bubble)
        user._notice()
        if self._receipts:
            self.push({"event": "delivered", "message_token": bubble["message_token"], "user_id": user.id}, user)
        return bubble

    def api_get_account_info(self, params: Json) -> Json:
        subscribers = sum(user.is_subscribed for user in self._users.values())
        account: Json = {"id": "pa:1", "name": "Wegweiser", "uri": "wegweiser", "category": "Organization", "country": "DE"}
        account |= {"icon": "", "background": "", "subcategory": "", "location": {"lat": 52.5, "lon": 13.4}, "members": []}
        account |= {"webhook": self.webhook or "", "event_types": sorted(self.event_types), "subscribers_count": subscribers}
        return self._reply(0, "", **account)

    def api_get_user_details(self, params: Json) -> Json:
        user = self._users.get(needed(params, "id", str))
        if user is None or not user.is_subscribed:
            raise Refusal(5 if user is None else 6, "unknown or not subscribed")
        device = {"primary_device_os": "android 14", "viber_version": "22.0.0", "mcc": 262, "mnc": 1, "device_type": "phone"}
        return self._reply(0, message_token=self._next_token(), user=user.profile | device)

    def api_get_online(self, params: Json) -> Json:
        ids = needed(params, "ids", list)
        if len(ids) > 100:
            raise Refusal(BAD_DATA, "more than 100 ids")
        states = {True: (0, "online"), False: (4, "unavailable")}
        found = [(user_id, *states[user_id in self._users]) for user_id in ids]
        users = [{"id": user_id, "online_status": code, "online_status_message": text} for user_id, code, text in found]
        return self._reply(0, users=users)

    def _next_token(self) -> int:
        self._message_token += 1
        return self._message_token


def needed(data: Json, key: str, kind: type | tuple[type, ...], max_length: int | None = None) -> Any:
    """Read a mandatory field.

    Raises:
        Refusal: it is missing (4), of another type or too long (3).
    """
    value: Any = data.get(key)
    if value is None or value == "":
        raise Refusal(MISSING_DATA, key)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Refusal(BAD_DATA, f"{key} is {value!r}")
    if max_length is not None and len(data[key]) > max_length:
        raise Refusal(BAD_DATA, f"{key} has {len(data[key])} characters, {max_length} are allowed")
    return value


def within(data: Json, key: str, least: float, most: float, default: float | None = None) -> Any:
    """Read a number, mandatory if there is no default."""
    value = needed(data, key, (int, float)) if default is None else data.get(key, default)
    if not isinstance(value, int | float) or isinstance(value, bool) or not least <= value <= most:
        raise Refusal(BAD_DATA, f"{key} is {value!r}, not {least} to {most}")
    return value


def check_url(data: Json, key: str) -> None:
    """Refuse what is not a web address."""
    if not re.match(r"https?://[^\s/]+", needed(data, key, str, MAX_URL_CHARS)):
        raise Refusal(BAD_DATA, f"{key} is no URL: {data[key]!r}")


def check_message(message: Json, max_caption_chars: int, device_version: int) -> None:
    """Refuse a message that Viber, or the phone, refuses."""
    needed(needed(message, "sender", dict), "name", str, MAX_SENDER_NAME_CHARS)
    if message["sender"].get("avatar"):
        check_url(message["sender"], "avatar")
    if "tracking_data" in message:
        needed(message, "tracking_data", str, MAX_TRACKING_DATA_CHARS)
    version = within(message, "min_api_version", 1, 99, 1)
    if version > device_version:
        raise Refusal(13, f"min_api_version {version}, the person's Viber has {device_version}")
    if "type" not in message and "keyboard" not in message:
        raise Refusal(MISSING_DATA, "type")
    if "type" in message:
        if message["type"] not in MESSAGE_CHECKS:
            raise Refusal(BAD_DATA, f"type is {message['type']!r}")
        MESSAGE_CHECKS[message["type"]](message)
    if message.get("type") == "picture" and len(message.get("text") or "") > max_caption_chars:
        raise Refusal(BAD_DATA, f"caption has {len(message['text'])} characters, {max_caption_chars} are allowed")
    if message.get("type") == "rich_media":
        check_rich_media(message["rich_media"], version)
    if "keyboard" in message:
        check_keyboard(needed(message, "keyboard", dict), version)


def check_video(message: Json) -> None:
    """Refuse a video that is too large or long."""
    check_url(message, "media")
    within(message, "size", 1, MAX_VIDEO_BYTES)
    if message.get("duration") is not None:
        within(message, "duration", 0, MAX_VIDEO_SECONDS)


def check_file(message: Json) -> None:
    """Refuse a file that is too large or has no extension."""
    check_url(message, "media")
    within(message, "size", 1, MAX_FILE_BYTES)
    if "." not in needed(message, "file_name", str, MAX_FILE_NAME_CHARS):
        raise Refusal(BAD_DATA, "file_name without an extension")


def check_location(message: Json) -> None:
    """Refuse a place that is none."""
    place = needed(message, "location", dict)
    within(place, "lat", -90, 90)
    within(place, "lon", -180, 180)


def check_contact(message: Json) -> None:
    """Refuse a contact with too long a name or number."""
    contact = needed(message, "contact", dict)
    needed(contact, "name", str, 28)
    needed(contact, "phone_number", str, 18)


MESSAGE_CHECKS: dict[str, Callable[[Json], Any]] = {
    "text": lambda message: needed(message, "text", str, MAX_TEXT_CHARS),
    "picture": lambda message: check_url(message, "media"),
    "video": check_video,
    "file": check_file,
    "location": check_location,
    "contact": check_contact,
    "sticker": lambda message: needed(message, "sticker_id", int),
    "url": lambda message: check_url(message, "media"),
    "rich_media": lambda message: needed(message, "rich_media", dict),
}


def check_keyboard(keyboard: Json, version: int) -> None:
    """Refuse a keyboard that a phone would not show."""
    if keyboard.get("Type") != "keyboard":
        raise Refusal(BAD_DATA, "keyboard without Type: keyboard")
    if keyboard.get("InputFieldState", "regular") not in ("regular", "minimized", "hidden"):
        raise Refusal(BAD_DATA, f"InputFieldState is {keyboard['InputFieldState']!r}")
    if "InputFieldState" in keyboard and version < 4:
        raise Refusal(INCOMPATIBLE_WITH_VERSION, "InputFieldState needs min_api_version 4")
    buttons = needed(keyboard, "Buttons", list)
    for button in buttons:
        check_button(button, columns=6, rows=2, version=version)
    if not 1 <= rows_of(buttons) <= MAX_KEYBOARD_ROWS:
        raise Refusal(BAD_DATA, f"{rows_of(buttons)} rows of buttons, {MAX_KEYBOARD_ROWS} are allowed")


def check_rich_media(media: Json, version: int) -> None:
    """Refuse a carousel that a phone would not show."""
    if version < 2:
        raise Refusal(INCOMPATIBLE_WITH_VERSION, "rich_media needs min_api_version 2")
    if media.get("Type") != "rich_media":
        raise Refusal(BAD_DATA, "rich_media without Type: rich_media")
    columns, rows = within(media, "ButtonsGroupColumns", 1, 6, 6), within(media, "ButtonsGroupRows", 1, 7, 7)
    buttons = needed(media, "Buttons", list)
    for button in buttons:
        check_button(button, columns, rows, version)
    if not 1 <= rows_of(buttons, columns) <= MAX_MEDIA_GROUPS * rows:
        raise Refusal(BAD_DATA, f"more than {MAX_MEDIA_GROUPS} groups of buttons")


def check_button(button: Json, columns: int, rows: int, version: int) -> None:
    """Refuse a button with a field that Viber does not know or a value that it does not allow."""
    if not isinstance(button, dict) or button.keys() - BUTTON_FIELDS:
        raise Refusal(BAD_DATA, f"button {button!r}")
    within(button, "Columns", 1, columns, columns)
    within(button, "Rows", 1, rows, 1)
    action = button.get("ActionType", "reply")
    if action not in ACTION_TYPES:
        raise Refusal(BAD_DATA, f"ActionType is {action!r}")
    if action in ("location-picker", "share-phone") and version < 3:
        raise Refusal(INCOMPATIBLE_WITH_VERSION, f"{action} needs min_api_version 3")
    if action in ("reply", "open-url"):
        needed(button, "ActionBody", str)
    if action == "open-url" and not re.match(r"(https?://|www\.|viber:|tel:|mailto:)\S+$", button["ActionBody"]):
        raise Refusal(BAD_DATA, f"ActionBody is no URL: {button['ActionBody']!r}")
    if not any(button.get(field) for field in ("Text", "Image", "BgMedia", "BgColor")):
        raise Refusal(BAD_DATA, "button with nothing to see")
    if "Text" in button:
        needed(button, "Text", str, MAX_BUTTON_TEXT_CHARS)
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", button.get("BgColor", "#FFFFFF")):
        raise Refusal(BAD_DATA, f"BgColor is {button['BgColor']!r}")
    if button.get("TextSize", "regular") not in ("small", "regular", "large"):
        raise Refusal(BAD_DATA, f"TextSize is {button['TextSize']!r}")


def rows_of(buttons: list[Json], columns: int = 6) -> int:
    """Count the rows that buttons fill when they are set in order, side by side as long as they fit."""
    rows, height, left = 0, 0, 0
    for button in buttons:
        width = button.get("Columns", columns)
        if width > left:
            rows, height, left = rows + height, 0, columns
        left -= width
        height = max(height, button.get("Rows", 1))
    return rows + height
