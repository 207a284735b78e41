"""A Telegram Bot API on loopback that refuses what Telegram refuses.

Nobody has run this beside the real Telegram. The limits are those of https://core.telegram.org/bots/api, the texts of errors
those that people report from the real server; python-telegram-bot's own parsing is the check of the answers.
"""

from __future__ import annotations

import asyncio
import html
import inspect
import json
import math
import random
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.fakes.server import Answer, Bubble, FakeServer, Fault, Person, Upload, read_params

Json = dict[str, Any]

MAX_TEXT_UNITS = 4096  # UTF-16 code units, as entities are counted
MAX_CAPTION_UNITS = 1024
MAX_CALLBACK_DATA_BYTES = 64
MAX_MARKUP_BYTES = 10_000  # "reply markup is too long": reported at 10 kB, tginfo/Telegram-Limits issue 187
INLINE_BUTTONS = (8, 100)  # in a row, in all: tginfo/Telegram-Limits issue 228
REPLY_BUTTONS = (12, 300)
MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_UPLOAD_BYTES = 50 * 1024 * 1024
MAX_DOWNLOAD_BYTES = 20 * 1024 * 1024
MAX_DELETION_AGE_SECONDS = 48 * 3600
QUIET_UPDATES = {"chat_member", "message_reaction", "message_reaction_count"}  # sent only if allowed_updates names them
ACTIONS = r"typing|find_location|choose_sticker|upload_(photo|video|voice|document|video_note)|record_(video|voice|video_note)"
INLINE_ACTIONS = ("callback_data", "url", "web_app", "login_url", "switch_inline_query", "copy_text", "pay")
PROFILE_LIMITS = {"Name": ("name", 64), "Description": ("description", 512), "ShortDescription": ("short_description", 120)}
MEDIA = {  # kind: folder, extension, media type, what else describes it
    "photo": ("photos", "jpg", "image/jpeg", {"width": 1280, "height": 960}),
    "document": ("documents", "bin", "application/octet-stream", {}),
    "voice": ("voice", "oga", "audio/ogg", {"duration": 1}),
    "audio": ("music", "mp3", "audio/mpeg", {"duration": 1}),
    "video": ("videos", "mp4", "video/mp4", {"width": 1280, "height": 720, "duration": 1}),
    "video_note": ("video_notes", "mp4", "video/mp4", {"length": 240, "duration": 1}),
}
UPLOADS = {"sendPhoto": "photo", "sendDocument": "document", "sendVoice": "voice", "sendAudio": "audio", "sendVideo": "video"}
TAGS = "b=bold strong=bold i=italic em=italic u=underline ins=underline s=strikethrough strike=strikethrough del=strikethrough"
ENTITY_OF_TAG = dict(
    pair.split("=") for pair in f"{TAGS} code=code pre=pre a=text_link blockquote=blockquote tg-spoiler=spoiler".split()
)


class ApiError(Exception):
    """A refusal, in Telegram's words."""

    def __init__(self, description: str, status: int = 400, retry_after: int | None = None) -> None:
        super().__init__(description)
        body: Json = {"ok": False, "error_code": status, "description": description}
        if retry_after is not None:
            body["parameters"] = {"retry_after": retry_after}
        self.answer = Answer(body, status)


@dataclass(frozen=True)
class StoredFile:
    """A file that somebody sent; `size` may be claimed, so that tests need no 21 MB."""

    id: str
    path: str
    content: bytes
    size: int
    name: str
    media_type: str


class TelegramUser(Person):
    """A person in a private chat with the bot. Each thing a person does returns the update that Telegram makes of it."""

    def __init__(self, fake: FakeTelegram, chat_id: int, language_code: str | None, first_name: str, **profile: Any) -> None:
        super().__init__()
        self.id = chat_id
        self.profile: Json = {"id": chat_id, "is_bot": False, "first_name": first_name, **profile}
        if language_code:
            self.profile["language_code"] = language_code
        self.chat: Json = {"id": chat_id, "type": "private", "first_name": first_name}
        self.actions: list[str] = []
        self.has_written = self.is_blocked = self.is_deactivated = False
        self.messages: dict[int, Json] = {}  # of both sides, without deleted ones
        self._fake = fake

    def says(self, text: str, **extra: Any) -> Json:
        """Write a text; `extra` are further fields of the message, such as `reply_to_message`."""
        if utf16_length(text) > MAX_TEXT_UNITS:
            raise ValueError("Telegram's apps split a text of more than 4096 units; send the parts")
        return self._write({"text": text, **command_entities(text), **extra})

    def starts(self, payload: str = "") -> Json:
        """Press START, perhaps from a link with a payload."""
        return self.says(f"/start {payload}".strip())

    def edits(self, message_id: int, text: str) -> Json:
        """Change an own message."""
        with self._fake._lock:
            message = {key: value for key, value in self.messages[message_id].items() if key != "entities"}
            message |= {"text": text, "edit_date": int(self._fake.clock()), **command_entities(text)}
            self.messages[message_id] = message
            return self._fake.push({"edited_message": dict(message)})

    def presses(self, button: str, message: Bubble | int | None = None) -> Json:
        """Press a button, named by its title or data, of one message or of the last that has it.

        Raises:
            LookupError: no such button.
            ValueError: Telegram would open something instead of telling the bot.
        """
        wanted = message["message_id"] if isinstance(message, dict) else message
        for bubble in reversed(self.received):
            if bubble["is_deleted"] or wanted not in (None, bubble["message_id"]):
                continue
            for found in bubble["buttons"]:
                if button in (found["text"], found.get("callback_data")):
                    return self._press(found, bubble)
        raise LookupError(f"no button {button!r}; there are {[b['text'] for bubble in self.received for b in bubble['buttons']]}")

    def sends_location(self, latitude: float, longitude: float) -> Json:
        """Send a place."""
        return self._write({"location": {"latitude": latitude, "longitude": longitude}})

    def venue(self, latitude: float, longitude: float, title: str, address: str = "") -> Json:
        """Send a place with a name."""
        place = {"latitude": latitude, "longitude": longitude}
        return self._write({"location": place, "venue": {"location": place, "title": title, "address": address}})

    def contact(self, phone_number: str, first_name: str, user_id: int | None = None) -> Json:
        """Send a phone number."""
        own = {} if user_id is None else {"user_id": user_id}
        return self._write({"contact": {"phone_number": phone_number, "first_name": first_name, **own}})

    def photo(self, content: bytes, caption: str = "") -> Json:
        """Send a photo."""
        return self._send_file("photo", content, caption)

    def document(self, content: bytes, name: str = "file.pdf", caption: str = "", size: int | None = None) -> Json:
        """Send a file; `size` claims another size than that of `content`."""
        return self._send_file("document", content, caption, name, size)

    def voice(self, content: bytes, duration: int = 3) -> Json:
        """Send a voice message of so many seconds."""
        return self._send_file("voice", content, duration=duration)

    def audio(self, content: bytes, duration: int = 3, name: str = "song.mp3") -> Json:
        """Send music."""
        return self._send_file("audio", content, name=name, duration=duration)

    def video(self, content: bytes, duration: int = 3, caption: str = "") -> Json:
        """Send a video."""
        return self._send_file("video", content, caption, duration=duration)

    def video_note(self, content: bytes, duration: int = 3) -> Json:
        """Send a round video."""
        return self._send_file("video_note", content, duration=duration)

    def sticker(self, emoji: str) -> Json:
        """Send a sticker."""
        file = self._fake.store("document", b"RIFF", "sticker.webp")
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False, "emoji": emoji}
        return self._write({"sticker": {**described(file), **shape}})

    def blocks(self) -> Json:
        """Block the bot."""
        return self._change_membership("member", "kicked")

    def unblocks(self) -> Json:
        """Allow the bot to write again."""
        return self._change_membership("kicked", "member")

    def deactivates(self) -> None:
        """Delete the own account."""
        self.is_deactivated = True

    def _write(self, content: Json) -> Json:
        with self._fake._lock:
            self.has_written = True
            head = {"message_id": self._fake._next_message_id(), "from": self.profile, "chat": self.chat}
            message = {**head, "date": int(self._fake.clock()), **content}
            self.messages[message["message_id"]] = message
            return self._fake.push({"message": dict(message)})

    def _send_file(
        self, kind: str, content: bytes, caption: str = "", name: str = "", size: int | None = None, **extra: Any
    ) -> Json:
        message = self._fake._media_content(kind, self._fake.store(kind, content, name, size=size), **extra)
        return self._write({**message, **({"caption": caption} if caption else {})})

    def _press(self, button: Json, bubble: Bubble) -> Json:
        if bubble["keyboard"] == "reply":
            if "request_location" in button or "request_contact" in button:
                raise ValueError("this button sends something: use sends_location or contact")
            return self.says(button["text"])
        if "callback_data" not in button:
            raise ValueError(f"{button} opens something; the bot does not learn of it")
        with self._fake._lock:
            query_id = str(self._fake._random.getrandbits(62))
            self._fake._queries[query_id] = self._fake.clock()
            query = {
                "id": query_id,
                "from": self.profile,
                "chat_instance": str(-(self.id + 2**40)),
                "data": button["callback_data"],
            }
            return self._fake.push({"callback_query": {**query, "message": dict(self.messages[bubble["message_id"]])}})

    def _change_membership(self, before: str, after: str) -> Json:
        with self._fake._lock:
            self.is_blocked = after == "kicked"
            old, new = (
                {"user": self._fake.bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
                for status in (before, after)
            )
            head = {"chat": self.chat, "from": self.profile, "date": int(self._fake.clock())}
            return self._fake.push({"my_chat_member": {**head, "old_chat_member": old, "new_chat_member": new}})


class FakeTelegram(FakeServer):
    """The Bot API of one bot. Owns updates, messages and files; `user()` gives the people.

    `received` of a person holds bubbles: dicts with chat_id, message_id, method, text, buttons, keyboard ("inline", "reply" or
    None), params, at, file (bytes or None), is_edited, is_deleted, is_acknowledged. In `fail_next`, a number is an HTTP status.
    """

    sends = frozenset({"sendMessage", "sendLocation", "sendVenue", *UPLOADS})

    def __init__(
        self,
        token: str = "123456:fake-telegram-token",
        *,
        per_second: int | None = None,
        burst_per_chat: int | None = None,
        retry_after: int = 1,
        callback_lifetime: float = 30.0,
        seed: int | None = None,
        **server: Any,
    ) -> None:
        """Prepare a bot.

        Args:
            token: the bot's token.
            per_second: sends that all chats together may get in a second (Telegram: about 30); None means any number.
            burst_per_chat: the same for one chat.
            retry_after: what a 429 tells the bot to wait, in seconds.
            callback_lifetime: seconds in which a pressed button can be answered. Telegram does not document the figure.
            seed: of the ids.
            **server: see `FakeServer`.
        """
        routes = [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]
        super().__init__(routes, **server)
        self.token = token
        self.bot: Json = {"id": int(token.split(":")[0]), "is_bot": True, "first_name": "Wegweiser", "username": "WegweiserBot"}
        self.violations = 0  # sends before retry_after was over
        self.commands: dict[tuple[str, str], list[Json]] = {}  # (scope type, language_code): commands
        self.profile: dict[tuple[str, str], str] = {}  # ("name", language_code): text
        self.callback_answers: list[Json] = []
        self.webhook: Json | None = None
        self.allowed_updates: list[str] = []
        self._limits, self._retry_after = (per_second, burst_per_chat), retry_after
        self._callback_lifetime = callback_lifetime
        self._random = random.Random(seed)
        self._update_id = self._random.randrange(100_000_000, 900_000_000)
        self._message_id = self._random.randrange(1, 100_000)
        self._users: dict[int, TelegramUser] = {}
        self._files: dict[str, StoredFile] = {}
        self._updates: dict[int, Json] = {}  # all there ever were, for redeliver
        self._pending: dict[int, Json] = {}
        self._again: list[Json] = []  # to hand out once more, whatever the offset
        self._twice: set[int] = set()
        self._queries: dict[str, float | None] = {}  # id: pressed at, None when answered
        self._sent: dict[int | None, deque[float]] = {}
        self._closed_until: dict[int | str | None, float] = {}
        self._poll: asyncio.Event | None = None

    # For tests

    def user(self, chat_id: int, language_code: str | None = "en", first_name: str = "Mira", **profile: Any) -> TelegramUser:
        """Return the person with this id; the first call makes them."""
        with self._lock:
            if chat_id not in self._users:
                self._users[chat_id] = TelegramUser(self, chat_id, language_code, first_name, **profile)
            return self._users[chat_id]

    def push(self, update: Json) -> Json:
        """Deliver a raw update, with the next update_id if it has none; return it."""
        with self._lock:
            kind = next(key for key in update if key != "update_id")
            update = {"update_id": update.get("update_id", self._update_id + 1), **update}
            self._update_id = max(self._update_id, update["update_id"])
            chat = chat_of(update)
            if chat and chat["type"] != "private":
                group = self.user(chat["id"])
                group.chat, group.has_written = chat, True
            self._updates[update["update_id"]] = update
            if kind in (self.allowed_updates or {kind} - QUIET_UPDATES):
                self._pending[update["update_id"]] = update
                if self._is_doubled():
                    self._twice.add(update["update_id"])
                self._announce(update)
            return update

    def redeliver(self, update_id: int) -> None:
        """Deliver an update again, even if the bot has confirmed it."""
        with self._lock:
            update = self._updates[update_id]
            self._again.append(update)
            self._announce(update)

    def set_bot_down(self, is_down: bool) -> None:
        """Answer 502 to everything, a waiting getUpdates included, or end that."""
        super().set_bot_down(is_down)
        self._wake_poll()

    def age_message(self, chat_id: int, message_id: int, hours: float) -> None:
        """Make a message older."""
        self._users[chat_id].messages[message_id]["date"] -= int(hours * 3600)

    def store(self, kind: str, content: bytes, name: str = "", media_type: str = "", size: int | None = None) -> StoredFile:
        """Keep a file on Telegram's side; its id can be sent and downloaded."""
        folder, extension, usual_type, _ = MEDIA[kind]
        with self._lock:
            number = len(self._files)
            path = f"{folder}/file_{number}.{extension}"
            size = len(content) if size is None else size
            file = StoredFile(f"BQACAgIAAxkBAAI{number:08d}", path, content, size, name, media_type or usual_type)
            self._files[file.id] = file
            return file

    # HTTP

    async def _call(self, request: Request) -> Response:
        token, method = request.path_params["token"], request.path_params["method"]
        if token != self.token:
            return self._render(ApiError("Unauthorized", 401).answer)
        try:
            params = await read_params(request)
        except ValueError:
            return self._render(ApiError("Bad Request: can't parse the request's body").answer)
        chat_id = params.get("chat_id")
        if isinstance(chat_id, str) and re.fullmatch(r"-?\d+", chat_id):
            params["chat_id"] = chat_id = int(chat_id)
        return await self._answer(request, method, chat_id, partial(self._run_method, method, params))

    async def _run_method(self, method: str, params: Json) -> Answer:
        try:
            with self._lock:
                result = self._function(method)(params)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return error.answer
        return result if isinstance(result, Answer) else Answer({"ok": True, "result": result})

    def _function(self, method: str) -> Callable[[Json], Any]:
        if method in UPLOADS:
            return partial(self._send_upload, method)
        if match := re.fullmatch(r"(get|set)My(Name|Description|ShortDescription)", method):
            return partial(self._get_or_set_profile, match[1], match[2])
        function: Callable[[Json], Any] | None = getattr(self, f"api_{method}", None)
        if function is None:
            raise ApiError("Not Found", 404)
        return function

    async def _download(self, request: Request) -> Response:
        path = request.path_params["path"]
        file = next((file for file in self._files.values() if file.path == path), None)
        if self.is_down or request.path_params["token"] != self.token or file is None or file.size > MAX_DOWNLOAD_BYTES:
            return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)
        return Response(file.content, media_type="application/octet-stream")

    def _fault_answer(self, fault: Fault, chat_id: int | str | None) -> Answer:
        usual = {400: "Bad Request: chat not found", 401: "Unauthorized", 403: "Forbidden: bot was blocked by the user"}
        usual |= {500: "Internal Server Error", 502: "Bad Gateway"}
        status = int(fault.what)
        if status != 429:
            return ApiError(fault.description or usual.get(status, "Error"), status).answer
        seconds = self._retry_after if fault.retry_after is None else fault.retry_after
        self._closed_until[chat_id] = time.monotonic() + seconds
        return ApiError(fault.description or f"Too Many Requests: retry after {seconds}", 429, seconds).answer

    # Updates

    def _announce(self, update: Json) -> None:
        if self.webhook:
            chat = chat_of(update)
            self._enqueue(chat["id"] if chat else 0, partial(self._post_update, update))
        else:
            self._wake_poll()

    def _wake_poll(self) -> None:
        if poll := self._poll:
            self._loop.call_soon_threadsafe(poll.set)

    def _envelope(self, body: bytes) -> tuple[str, dict[str, str]] | None:
        if not self.webhook:
            return None
        headers = {"Content-Type": "application/json"}
        if self.webhook["secret_token"]:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.webhook["secret_token"]
        return self.webhook["url"], headers

    async def _post_update(self, update: Json) -> None:
        update_id = update["update_id"]
        with self._lock:
            if update in self._again:
                self._again.remove(update)
            elif update_id not in self._pending:
                return
            copies = 2 if update_id in self._twice else 1
            self._twice.discard(update_id)
        body = json.dumps(update, ensure_ascii=False).encode()
        answers = await asyncio.gather(*(self._post_until_accepted(body) for _ in range(copies)))
        if None not in answers:
            self._pending.pop(update_id, None)

    async def api_getUpdates(self, params: Json) -> list[Json]:
        offset, limit = as_int(params, "offset", 0), min(max(as_int(params, "limit", 100), 1), 100)
        timeout = min(as_int(params, "timeout", 0), 50)
        if "allowed_updates" in params:
            self.allowed_updates = as_json(params, "allowed_updates") or []
        if self._poll:
            self._poll.set()  # the older of two is the one that fails
        own = self._poll = asyncio.Event()
        try:
            async with asyncio.timeout(timeout or None):
                while not (updates := self._collect(own, offset, limit)) and timeout:
                    await own.wait()
                    own.clear()
            return updates
        except TimeoutError:
            return []
        finally:
            if self._poll is own:
                self._poll = None

    def _collect(self, own: asyncio.Event, offset: int, limit: int) -> list[Json]:
        with self._lock:
            if self._poll is not own:
                text = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
                raise ApiError(text, 409)
            if self.webhook:
                text = (
                    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
                )
                raise ApiError(text, 409)
            if self.is_down:
                raise ApiError("Bad Gateway", 502)
            ids = sorted(self._pending)
            confirmed = ids[:offset] if offset < 0 else [update_id for update_id in ids if update_id < offset]
            for update_id in confirmed:
                del self._pending[update_id]
            again, self._again = self._again[:limit], self._again[limit:]
            fresh = list(self._pending.values())[: limit - len(again)]
            for update in fresh:
                if update["update_id"] in self._twice:
                    self._twice.remove(update["update_id"])
                    self._again.append(update)
            return sorted(again + fresh, key=lambda update: update["update_id"])

    def api_setWebhook(self, params: Json) -> Answer | bool:
        url, secret = params.get("url", ""), params.get("secret_token", "")
        if not url:
            return self.api_deleteWebhook(params)
        place = urlsplit(url)
        if place.scheme != "https" and place.hostname not in ("127.0.0.1", "localhost"):
            raise ApiError("Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if len(secret) > 256:
            raise ApiError("Bad Request: secret token is too long")
        if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
            raise ApiError("Bad Request: secret token contains unallowed characters")
        if "allowed_updates" in params:
            self.allowed_updates = as_json(params, "allowed_updates") or []
        if as_bool(params, "drop_pending_updates"):
            self._pending.clear()
        self.webhook = {"url": url, "secret_token": secret, "max_connections": as_int(params, "max_connections", 40)}
        self._webhook_slots = asyncio.Semaphore(self.webhook["max_connections"])
        if self._poll:
            self._poll.set()
        for update in self._pending.values():
            self._announce(update)
        return Answer({"ok": True, "result": True, "description": "Webhook was set"})

    def api_deleteWebhook(self, params: Json) -> Answer:
        self.webhook = None
        if as_bool(params, "drop_pending_updates"):
            self._pending.clear()
        return Answer({"ok": True, "result": True, "description": "Webhook was deleted"})

    def api_getWebhookInfo(self, params: Json) -> Json:
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": len(self._pending)}
        if self.webhook:
            info |= {"url": self.webhook["url"], "max_connections": self.webhook["max_connections"], "ip_address": "127.0.0.1"}
        if self.last_webhook_error:
            info |= {"last_error_date": int(self.clock()), "last_error_message": self.last_webhook_error}
        return info | ({"allowed_updates": self.allowed_updates} if self.allowed_updates else {})

    # The bot's profile

    def api_getMe(self, params: Json) -> Json:
        flags = ("can_join_groups", "can_read_all_group_messages", "supports_inline_queries", "can_connect_to_business")
        return self.bot | dict.fromkeys((*flags, "has_main_web_app"), False)

    def api_setMyCommands(self, params: Json) -> bool:
        commands = as_json(params, "commands") or []
        if len(commands) > 100:
            raise ApiError("Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", command.get("command", "")):
                raise ApiError("Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(command.get("description", "").strip()) <= 256:
                raise ApiError("Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[command_scope(params)] = commands
        return True

    def api_getMyCommands(self, params: Json) -> list[Json]:
        return self.commands.get(command_scope(params), [])

    def api_deleteMyCommands(self, params: Json) -> bool:
        self.commands.pop(command_scope(params), None)
        return True

    def _get_or_set_profile(self, verb: str, part: str, params: Json) -> Json | bool:
        field, max_chars = PROFILE_LIMITS[part]
        key = (field, language_of(params))
        if verb == "get":
            return {field: self.profile.get(key) or self.profile.get((field, ""), "")}
        if len(params.get(field, "")) > max_chars:
            raise ApiError(f"Bad Request: bot {field.replace('_', ' ')} is too long")
        self.profile[key] = params.get(field, "")
        return True

    def api_setChatMenuButton(self, params: Json) -> bool:
        return True

    def api_leaveChat(self, params: Json) -> bool:
        self._reachable(params).has_written = False
        return True

    # Messages to people

    def api_sendMessage(self, params: Json) -> Answer:
        return self._deliver("sendMessage", params, formatted(params, "text", MAX_TEXT_UNITS))

    def api_sendLocation(self, params: Json) -> Answer:
        return self._deliver("sendLocation", params, {"location": location_of(params)})

    def api_sendVenue(self, params: Json) -> Answer:
        names = {key: str(params.get(key, "")).strip() for key in ("title", "address")}
        if not all(names.values()):
            raise ApiError("Bad Request: venue title and address must be non-empty")
        place = location_of(params)
        return self._deliver("sendVenue", params, {"location": place, "venue": {"location": place, **names}})

    def _send_upload(self, method: str, params: Json) -> Answer:
        kind = UPLOADS[method]
        caption = formatted(params, "caption", MAX_CAPTION_UNITS) if params.get("caption") else {}
        file = self._file_to_send(kind, params)
        extra = {"duration": as_int(params, "duration", 1)} if "duration" in MEDIA[kind][3] else {}
        return self._deliver(method, params, {**self._media_content(kind, file, **extra), **caption}, file.content)

    def _file_to_send(self, kind: str, params: Json) -> StoredFile:
        value = params.get(kind) or ""
        if isinstance(value, str) and value.startswith("attach://"):
            value = params.get(value.removeprefix("attach://"), "")
        if isinstance(value, Upload):
            size = len(value.content)
            if not size:
                raise ApiError("Bad Request: file must be non-empty")
            if size > MAX_UPLOAD_BYTES:
                raise ApiError("Request Entity Too Large", 413)
            if kind == "photo" and size > MAX_PHOTO_BYTES:
                text = f"file of size {size} bytes is too big for a photo; the maximum size is {MAX_PHOTO_BYTES} bytes"
                raise ApiError(f"Bad Request: {text}")
            return self.store(kind, value.content, value.name, value.media_type)
        if value in self._files:
            return self._files[value]
        if value.startswith(("https://", "http://")):
            return self.store(kind, b"", value.rsplit("/", 1)[-1])  # not fetched
        if not value:
            raise ApiError(f"Bad Request: there is no {kind} in the request")
        raise ApiError("Bad Request: wrong remote file identifier specified: Wrong string length")

    def _media_content(self, kind: str, file: StoredFile, **extra: Any) -> Json:
        shape = MEDIA[kind][3] | extra
        if kind == "photo":
            small = self.store(kind, file.content[:1000])
            return {"photo": [described(small) | {"width": 90, "height": 67}, described(file) | shape]}
        if kind != "video_note":
            shape |= {"mime_type": file.media_type}
        if kind in ("document", "audio", "video") and file.name:
            shape |= {"file_name": file.name}
        return {kind: described(file) | shape}

    def _deliver(self, method: str, params: Json, content: Json, file: bytes | None = None) -> Answer:
        keyboard, buttons, markup = read_markup(as_json(params, "reply_markup"))
        user = self._reachable(params)
        self._check_rate(user.id)
        head = {"message_id": self._next_message_id(), "from": self.bot, "chat": user.chat, "date": int(self.clock())}
        message = {**head, **content, **({"reply_markup": markup} if keyboard == "inline" else {})}
        if reply := as_json(params, "reply_parameters"):
            original = user.messages.get(reply.get("message_id"))
            if original is None and not reply.get("allow_sending_without_reply"):
                raise ApiError("Bad Request: message to be replied not found")
            if original:
                message["reply_to_message"] = {key: original[key] for key in original if key != "reply_to_message"}
        user.messages[message["message_id"]] = message
        bubble: Bubble = {
            "chat_id": user.id,
            "message_id": message["message_id"],
            "method": method,
            "text": content.get("text", content.get("caption", "")),
            "buttons": buttons,
            "keyboard": keyboard,
            "params": {**params, "reply_markup": markup},
            "at": self.clock(),
            "file": file,
            "is_edited": False,
            "is_deleted": False,
            "is_acknowledged": True,
        }
        user.received.append(bubble)
        user._notice()
        return Answer({"ok": True, "result": message}, bubble=bubble)

    def api_sendChatAction(self, params: Json) -> bool:
        if not re.fullmatch(ACTIONS, params.get("action", "")):
            raise ApiError("Bad Request: wrong parameter action in request")
        user = self._reachable(params)
        user.actions.append(params["action"])
        return True

    def api_answerCallbackQuery(self, params: Json) -> bool:
        if len(params.get("text", "")) > 200:
            raise ApiError("Bad Request: MESSAGE_TOO_LONG")
        query_id = str(params.get("callback_query_id"))
        pressed_at = self._queries.get(query_id)
        if pressed_at is None or self.clock() - pressed_at > self._callback_lifetime:
            raise ApiError("Bad Request: query is too old and response timeout expired or query ID is invalid")
        self._queries[query_id] = None
        self.callback_answers.append(params)
        return True

    def api_editMessageText(self, params: Json) -> Json:
        return self._edit(params, formatted(params, "text", MAX_TEXT_UNITS))

    def api_editMessageReplyMarkup(self, params: Json) -> Json:
        return self._edit(params, {})

    def _edit(self, params: Json, content: Json) -> Json:
        keyboard, buttons, markup = read_markup(as_json(params, "reply_markup"))
        if keyboard == "reply":
            raise ApiError("Bad Request: inline keyboard expected")
        user = self._reachable(params)
        message_id = as_int(params, "message_id", 0)
        message = user.messages.get(message_id)
        if message is None:
            raise ApiError("Bad Request: message to edit not found")
        if message["from"] != self.bot:
            raise ApiError("Bad Request: message can't be edited")
        if content and "text" not in message:
            raise ApiError("Bad Request: there is no text in the message to edit")
        replaced = ("text", "entities", "reply_markup") if content else ("reply_markup",)
        after = {key: value for key, value in message.items() if key not in replaced} | content
        after |= {"reply_markup": markup} if buttons else {}
        if all(after.get(key) == message.get(key) for key in replaced):
            text = "specified new message content and reply markup are exactly the same"
            raise ApiError(f"Bad Request: message is not modified: {text} as a current content and reply markup of the message")
        user.messages[message_id] = after | {"edit_date": int(self.clock())}
        bubble = self._bubble(user, message_id)
        bubble.update(
            text=after.get("text", bubble["text"]), buttons=buttons, keyboard="inline" if buttons else None, is_edited=True
        )
        user._notice()
        return user.messages[message_id]

    def api_deleteMessage(self, params: Json) -> bool:
        if as_int(params, "message_id", 0) not in self._known(params).messages:
            raise ApiError("Bad Request: message to delete not found")
        return self._delete(params, [as_int(params, "message_id", 0)])

    def api_deleteMessages(self, params: Json) -> bool:
        ids = as_json(params, "message_ids") or []
        if not 1 <= len(ids) <= 100:
            raise ApiError(f"Bad Request: {'too many' if ids else 'there are no'} message identifiers specified")
        return self._delete(params, ids)

    def _delete(self, params: Json, message_ids: list[int]) -> bool:
        user = self._known(params)
        found = [message_id for message_id in message_ids if message_id in user.messages]
        if any(self.clock() - user.messages[message_id]["date"] > MAX_DELETION_AGE_SECONDS for message_id in found):
            raise ApiError("Bad Request: message can't be deleted for everyone")
        for message_id in found:
            if user.messages.pop(message_id)["from"] == self.bot:
                self._bubble(user, message_id)["is_deleted"] = True
        user._notice()
        return True

    def api_getFile(self, params: Json) -> Json:
        file = self._files.get(str(params.get("file_id")))
        if file is None:
            raise ApiError("Bad Request: invalid file_id")
        if file.size > MAX_DOWNLOAD_BYTES:
            raise ApiError("Bad Request: file is too big")
        return described(file) | {"file_path": file.path}

    def _known(self, params: Json) -> TelegramUser:
        user = self._users.get(params.get("chat_id"))  # type: ignore[arg-type]
        if user is None or not user.has_written:
            raise ApiError("Bad Request: chat not found")
        return user

    def _reachable(self, params: Json) -> TelegramUser:
        user = self._known(params)
        if user.is_deactivated:
            raise ApiError("Forbidden: user is deactivated", 403)
        if user.is_blocked:
            raise ApiError("Forbidden: bot was blocked by the user", 403)
        return user

    def _check_rate(self, chat_id: int) -> None:
        now = time.monotonic()
        for key, limit in zip((None, chat_id), self._limits):
            left = self._closed_until.get(key, 0) - now
            if left > 0:
                self.violations += 1
                raise ApiError(f"Too Many Requests: retry after {math.ceil(left)}", 429, math.ceil(left))
            if limit is None:
                continue
            sent = self._sent.setdefault(key, deque())
            while sent and now - sent[0] >= 1:
                sent.popleft()
            if len(sent) >= limit:
                self._closed_until[key] = now + self._retry_after
                raise ApiError(f"Too Many Requests: retry after {self._retry_after}", 429, self._retry_after)
            sent.append(now)

    def _next_message_id(self) -> int:
        self._message_id += 1
        return self._message_id

    @staticmethod
    def _bubble(user: TelegramUser, message_id: int) -> Bubble:
        return next(bubble for bubble in reversed(user.received) if bubble["message_id"] == message_id)


def utf16_length(text: str) -> int:
    """Count as Telegram counts offsets, and as this fake counts lengths."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def described(file: StoredFile) -> Json:
    """Name a file as messages and getFile do."""
    return {"file_id": file.id, "file_unique_id": f"AQAD{file.id[-8:]}", "file_size": file.size}


def chat_of(update: Json) -> Json | None:
    """Find the chat of an update, if it has one."""
    part: Json = next((part for part in update.values() if isinstance(part, dict)), {})
    chat: Json | None = part.get("chat") or part.get("message", {}).get("chat")
    return chat


def command_entities(text: str) -> Json:
    """Mark the /commands in a person's text, as Telegram does."""
    found = re.finditer(r"(?<!\S)/[A-Za-z0-9_]{1,32}(@\w+)?", text)
    entities = [
        {"type": "bot_command", "offset": utf16_length(text[: match.start()]), "length": utf16_length(match[0])}
        for match in found
    ]
    return {"entities": entities} if entities else {}


def as_json(params: Json, key: str) -> Any:
    """Read an object or list, which forms carry as JSON."""
    value = params.get(key)
    if not isinstance(value, str) or not value:
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ApiError(f"Bad Request: can't parse {key} JSON object") from error


def as_int(params: Json, key: str, default: int) -> int:
    """Read a whole number."""
    try:
        return int(params.get(key, default))
    except (TypeError, ValueError) as error:
        raise ApiError(f"Bad Request: invalid {key} specified") from error


def as_bool(params: Json, key: str) -> bool:
    """Read a truth value."""
    return str(params.get(key, "")).lower() in ("true", "1")


def language_of(params: Json) -> str:
    """Read a language_code: two letters, or empty for everybody."""
    language = params.get("language_code", "")
    if not re.fullmatch(r"([a-z]{2})?", language):
        raise ApiError("Bad Request: LANG_CODE_INVALID")
    return str(language)


def command_scope(params: Json) -> tuple[str, str]:
    """Return for whom commands are."""
    return (as_json(params, "scope") or {}).get("type", "default"), language_of(params)


def location_of(params: Json) -> Json:
    """Read a place."""
    try:
        place = {key: float(params[key]) for key in ("latitude", "longitude")}
    except (KeyError, ValueError) as error:
        raise ApiError("Bad Request: there is no location in the request") from error
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise ApiError("Bad Request: wrong location specified")
    return place


def formatted(params: Json, key: str, max_units: int) -> Json:
    """Read a text or caption with its entities; lengths count after parsing."""
    text, entities = str(params.get(key, "")), as_json(params, "entities" if key == "text" else "caption_entities") or []
    mode = params.get("parse_mode", "")
    if mode.lower() == "html":
        text, entities = parse_html(text)
    elif mode:
        raise ApiError(f"Bad Request: this fake cannot check parse_mode {mode}; use HTML")
    text = text.rstrip() if entities else text.strip()
    if not text:
        raise ApiError("Bad Request: message text is empty")
    if utf16_length(text) > max_units:
        raise ApiError("Bad Request: message is too long" if key == "text" else "Bad Request: message caption is too long")
    return {key: text, **({("entities" if key == "text" else "caption_entities"): entities} if entities else {})}


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Split Telegram's HTML into text and entities."""
    text, entities, open_tags = "", [], []
    for match in re.finditer(r"<(/?)([A-Za-z][\w-]*)([^<>]*)>|&(?:#\d+|#x[0-9A-Fa-f]+|lt|gt|amp|quot);|[^<&]+|[<&]", source):
        closing, tag, attributes = match[1], (match[2] or "").lower(), match[3]
        offset = len(source[: match.start()].encode())
        if not tag and match[0] != "<":
            text += html.unescape(match[0]) if match[0].startswith("&") else match[0]
        elif tag not in ENTITY_OF_TAG:
            raise ApiError(f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}" at byte offset {offset}')
        elif not closing:
            open_tags.append((tag, attributes, utf16_length(text)))
        elif not open_tags or open_tags[-1][0] != tag:
            raise ApiError(f"Bad Request: can't parse entities: Unmatched end tag at byte offset {offset}")
        else:
            _, attributes, start = open_tags.pop()
            entity = {"type": ENTITY_OF_TAG[tag], "offset": start, "length": utf16_length(text) - start}
            if link := re.search(r"""href=["']([^"']*)""", attributes):
                entity["url"] = html.unescape(link[1])
            if entity["length"] and (tag != "a" or link):
                entities.append(entity)
    if open_tags:
        raise ApiError(f"Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"{open_tags[-1][0]}\"")
    return text, sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def read_markup(markup: Json | None) -> tuple[str | None, list[Json], Json | None]:
    """Check a keyboard.

    Returns:
        "inline", "reply" or None; its buttons in order; the markup as it was sent.
    """
    if not markup:
        return None, [], None
    key = "inline_keyboard" if "inline_keyboard" in markup else "keyboard"
    if key not in markup:
        if markup.get("remove_keyboard") or markup.get("force_reply"):
            return None, [], markup
        raise ApiError("Bad Request: object expected as reply markup")
    in_row, in_all = INLINE_BUTTONS if key == "inline_keyboard" else REPLY_BUTTONS
    rows = [[button if isinstance(button, dict) else {"text": button} for button in row] for row in markup[key]]
    buttons = [button for row in rows for button in row]
    size = len(json.dumps(markup, ensure_ascii=False, separators=(",", ":")).encode())
    if len(buttons) > in_all or any(len(row) > in_row for row in rows) or size > MAX_MARKUP_BYTES:
        raise ApiError("Bad Request: reply markup is too long")
    for button in buttons:
        check_button(button, is_inline=key == "inline_keyboard")
    return ("inline" if key == "inline_keyboard" else "reply"), buttons, markup


def check_button(button: Json, is_inline: bool) -> None:
    """Refuse a button that Telegram refuses."""
    if not isinstance(button.get("text"), str):
        raise ApiError('Bad Request: can\'t parse inline keyboard button: Field "text" must be of type String')
    if not button["text"].strip():
        raise ApiError("Bad Request: BUTTON_TEXT_INVALID")
    if not is_inline:
        return
    if not any(button.get(action) is not None for action in INLINE_ACTIONS):
        raise ApiError("Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_CALLBACK_DATA_BYTES:
        raise ApiError("Bad Request: BUTTON_DATA_INVALID")
    if "url" in button and not re.match(r"(https?|tg)://\S+$", button["url"]):
        raise ApiError(f"Bad Request: inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
