"""The Telegram bot: polls or is called, sends, fetches files, and introduces its commands."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import warnings
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from telegram import Bot, LinkPreviewOptions
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest
from telegram.warnings import PTBUserWarning

from bot import metrics
from bot.catalogue import load_catalogue
from bot.errors import BadUpdateError, DeliveryError
from bot.gate.intake import Intake
from bot.gate.media_links import MediaLinks
from bot.messages import Attachment, Incoming, Part, Reply
from bot.settings import Settings
from bot.store import Database, media
from bot.store.exclusive import leading
from connectors.telegram import output
from connectors.telegram.commands import introduce
from connectors.telegram.errors import delivery_error
from connectors.telegram.limits import MAX_FILE_BYTES, MESSAGES_PER_SECOND, POLL_SECONDS
from connectors.telegram.parse import ALLOWED_UPDATES, Reachability, read_update

log = logging.getLogger(__name__)

PATH = "/webhooks/telegram"
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 30.0


class TelegramConnector:
    """One bot of Telegram. Owns the connections to it."""

    name = "telegram"
    messages_per_second = MESSAGES_PER_SECOND

    def __init__(self, settings: Settings, database: Database, intake: Intake) -> None:
        token, base = settings.telegram_token.reveal(), settings.telegram_api.rstrip("/")
        self.bot = token.split(":")[0]  # a bot's number is no secret
        self._settings, self._database, self._intake = settings, database, intake
        self._secret = database.keys.content.hash("telegram webhook", token)
        self._api = Bot(
            token,
            base_url=f"{base}/bot",
            base_file_url=f"{base}/file/bot",
            request=HTTPXRequest(connection_pool_size=32, pool_timeout=10, read_timeout=20, media_write_timeout=60),
        )
        self._languages = frozenset(load_catalogue(settings.data, settings.office).languages)
        self._is_ready = False
        self._answers: set[asyncio.Task[None]] = set()

    def routes(self) -> Sequence[BaseRoute]:
        """Return the webhook, where one is set up."""
        return [Route(PATH, self._called, methods=["POST"])] if self._settings.telegram_mode == "webhook" else []

    async def run(self) -> None:
        """Introduce the bot, then poll, or see to it that Telegram calls."""
        async with leading(self._settings, f"telegram {self.bot}") as lost:
            await self._begin()
            if self._settings.telegram_mode == "webhook":
                await asyncio.Event().wait()
            await self._poll(lost)

    def cut(self, reply: Reply) -> list[Part]:
        """Cut a bubble into calls."""
        catalogue = load_catalogue(self._settings.data, self._settings.office)
        return output.cut(reply, f"📍 {catalogue.translate('term.share_place', catalogue.terms['share_place'], reply.language)}")

    async def send(self, address: str, part: Part) -> str | None:
        """Make one call; return the id of the bubble."""
        try:
            if not self._is_ready:
                await self._api.initialize()
                self._is_ready = True
            message = await self._call(int(address), part)
        except TelegramError as error:
            raise delivery_error(error) from error
        return str(message.message_id) if message else None

    async def show_typing(self, address: str) -> None:
        """Show "typing" for five seconds."""
        try:
            await self._api.send_chat_action(int(address), "typing")
        except TelegramError as error:
            log.debug("telegram.typing_failed error=%s", type(error).__name__)

    async def fetch(self, attachment: Attachment) -> bytes:
        """Return a file that a person sent. Its address holds the token and is used only here."""
        try:
            file = await self._api.get_file(attachment.reference)
            if (file.file_size or 0) > MAX_FILE_BYTES:
                raise DeliveryError("too_large")
            return bytes(await file.download_as_bytearray())
        except TelegramError as error:
            raise delivery_error(error) from error

    async def close(self) -> None:
        """Close the connections."""
        await asyncio.gather(*self._answers, return_exceptions=True)
        await self._api.shutdown()

    async def _call(self, chat: int, part: Part) -> Any:
        content = part.content
        markup = content.get("markup")
        if part.kind == "text":
            preview = LinkPreviewOptions(is_disabled=True)
            return await self._api.send_message(chat, content["text"], reply_markup=markup, link_preview_options=preview)
        if part.kind == "photo":
            return await self._api.send_photo(
                chat, await self._medium(content), caption=content["caption"] or None, reply_markup=markup
            )
        if part.kind == "voice":
            return await self._api.send_voice(chat, await self._medium(content))
        if part.kind == "document":
            return await self._api.send_document(chat, await self._medium(content), filename=content["name"] or None)
        if part.kind == "venue":
            return await self._api.send_venue(
                chat, content["latitude"], content["longitude"], content["title"], content["address"]
            )
        if part.kind == "delete_bubbles":
            await self._api.delete_messages(chat, [int(number) for number in content["ids"]])
            return None
        raise DeliveryError("unknown_part")

    async def _medium(self, content: dict[str, Any]) -> bytes:
        medium = await self._database.read(media.load, content["media"])
        if medium is None:
            raise DeliveryError("file_gone")
        return medium.content

    async def _begin(self) -> None:
        """Tell Telegram how this bot is reached and what its commands are; try until it works."""
        pause = _PAUSE_SECONDS
        while True:
            try:
                await self._api.initialize()
                self._is_ready = True
                if self._settings.telegram_mode == "webhook":
                    url = self._settings.public_url.rstrip("/") + PATH
                    await self._api.set_webhook(url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES)
                else:
                    await self._api.delete_webhook()
                await introduce(self._api, load_catalogue(self._settings.data, self._settings.office))
                return
            except TelegramError as error:
                what = "the token is wrong" if isinstance(error, InvalidToken) else type(error).__name__
                log.error("telegram.not_reached error=%s", what)
                wait = delivery_error(error).retry_after or pause
                await asyncio.sleep(wait)
                pause = min(_LONGEST_PAUSE_SECONDS, 2 * pause)

    async def _poll(self, lost: asyncio.Event) -> None:
        """Ask for updates for ever. Telegram forgets them at the next question, which comes only when they are kept."""
        offset, pause = None, _PAUSE_SECONDS
        while not lost.is_set():
            try:
                bodies = await self._ask(offset)
                await self._take_all(bodies)
                offset = bodies[-1]["update_id"] + 1 if bodies else offset
                pause = _PAUSE_SECONDS
            except (TelegramError, sa.exc.DBAPIError) as error:
                if isinstance(error, Conflict):
                    log.error("telegram.conflict: another program polls with this token, or a webhook is set")
                wait = delivery_error(error).retry_after if isinstance(error, RetryAfter) else None
                await asyncio.sleep(wait or pause)
                pause = min(_LONGEST_PAUSE_SECONDS, 2 * pause)

    async def _ask(self, offset: int | None) -> list[dict[str, Any]]:
        """Return the next updates as JSON gives them: `get_updates` would fail for ever on one that it cannot read."""
        asked = {"offset": offset, "timeout": POLL_SECONDS, "allowed_updates": ALLOWED_UPDATES}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", PTBUserWarning)  # it recommends `get_updates`
            bodies = await self._api.do_api_request("getUpdates", api_kwargs=asked, read_timeout=POLL_SECONDS + 10)
        return list(bodies)

    async def _take_all(self, bodies: Sequence[dict[str, Any]]) -> None:
        """Keep updates: those of one person in order, people side by side."""
        by_person: dict[str | None, list[Incoming | Reachability]] = defaultdict(list)
        for body in bodies:
            try:
                read = read_update(body, self._languages)
            except BadUpdateError as error:
                log.error("telegram.unreadable: %s", error)
                continue
            self._answer_press(body)
            if read is not None:
                by_person[read.address].append(read)

        async def take(updates: list[Incoming | Reachability]) -> None:
            for update in updates:
                await self._take(update)

        await asyncio.gather(*(take(updates) for updates in by_person.values()))

    async def _take(self, update: Incoming | Reachability) -> None:
        if isinstance(update, Reachability):
            await self._intake.set_reachable(self.name, self.bot, update.address, update.reason)
        else:
            await self._intake.accept(self.name, self.bot, update)

    async def _called(self, request: Request) -> Response:
        given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), self._secret.encode()):
            metrics.REFUSED.labels(self.name, "signature").inc()
            return Response(status_code=403)
        try:
            body = json.loads(await request.body())
            read = read_update(body, self._languages)
        except (ValueError, RecursionError, BadUpdateError):
            metrics.REFUSED.labels(self.name, "malformed").inc()
            return Response(status_code=400)
        try:
            if read is not None:
                await self._take(read)
        except sa.exc.DBAPIError:
            log.error("telegram.not_kept")  # not acknowledged: Telegram brings it again
            return Response(status_code=503)
        self._answer_press(body)
        return Response(status_code=200)

    def _answer_press(self, body: dict[str, Any]) -> None:
        """Stop the little clock on a pressed button, beside everything else."""
        query = body.get("callback_query")
        if isinstance(query, dict) and isinstance(query.get("id"), str):
            task = asyncio.get_running_loop().create_task(self._answer(query["id"]))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, query: str) -> None:
        try:
            await self._api.answer_callback_query(query)
        except TelegramError as error:  # also when the press is older than Telegram remembers
            log.debug("telegram.press_not_answered error=%s", type(error).__name__)


def connect(settings: Settings, database: Database, intake: Intake, links: MediaLinks) -> TelegramConnector:
    """Return the connector of the bot that the settings name."""
    return TelegramConnector(settings, database, intake)
