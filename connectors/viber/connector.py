"""The Viber bot: is called, sends, fetches files, and tells Viber where it is."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot import metrics
from bot.catalogue import load_catalogue
from bot.clock import now
from bot.errors import BadUpdateError, DeliveryError
from bot.gate.intake import Intake
from bot.gate.media_links import MediaLinks
from bot.messages import Attachment, Incoming, Part, Reply
from bot.settings import Settings
from bot.store import Database, media
from bot.store.exclusive import leading
from connectors.viber import output
from connectors.viber.errors import NO_WEBHOOK, OLD_VIBER, OPERATOR_HINTS
from connectors.viber.keyboard import api_version, without_place
from connectors.viber.limits import MAX_SENDER_NAME_CHARS
from connectors.viber.output import File
from connectors.viber.parse import EVENT_TYPES, Event, Opened, Reachability, Undelivered, read_event
from connectors.viber.transport import ViberApi
from connectors.viber.welcome import language_choices, welcome

log = logging.getLogger(__name__)

PATH = "/webhooks/viber"
_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 1.0, 300.0


class ViberConnector:
    """One bot of Viber. Owns the connections to it."""

    name = "viber"

    def __init__(self, settings: Settings, database: Database, intake: Intake, links: MediaLinks) -> None:
        self._settings, self._database, self._intake, self._links = settings, database, intake, links
        self.messages_per_second = float(settings.viber_messages_per_second)
        self.bot = hashlib.sha256(settings.viber_token.reveal().encode()).hexdigest()[:8]
        self._api = ViberApi(settings.viber_api, settings.viber_token)
        self._sender = {"name": settings.viber_name[:MAX_SENDER_NAME_CHARS]}
        self._choices = language_choices(load_catalogue(settings.data, settings.office))
        self._webhook_is_missing = asyncio.Event()
        self._told: set[str] = set()  # what the operator has been told since the last message that Viber took

    def routes(self) -> Sequence[BaseRoute]:
        """Return the webhook."""
        return [Route(PATH, self._called, methods=["POST"])]

    async def run(self) -> None:
        """See to it that Viber calls: tell where this is, and again when Viber does not know it any more."""
        if not self._settings.public_url:
            log.error("viber.no_webhook: Viber brings messages only to a public address; set WEGWEISER_PUBLIC_URL")
            return
        async with leading(self._settings, f"viber {self.bot}"):
            while True:
                self._webhook_is_missing.clear()
                await self._set_webhook()
                await self._webhook_is_missing.wait()

    def cut(self, reply: Reply) -> list[Part]:
        """Cut a bubble into messages."""
        catalogue = load_catalogue(self._settings.data, self._settings.office)
        return output.cut(reply, f"📍 {catalogue.translate('term.share_place', catalogue.terms['share_place'], reply.language)}")

    async def send(self, address: str, part: Part) -> str | None:
        """Send one message; return its id. No bot can delete bubbles, so that order is done by doing nothing."""
        if part.kind == "delete_bubbles":
            return None
        try:
            answer = await self._send(address, part)
        except DeliveryError as error:
            self._note(error)
            raise
        self._told.clear()
        token = answer.get("message_token")
        return None if token is None else str(token)

    async def show_typing(self, address: str) -> None:
        """Do nothing: bots cannot show it on Viber."""

    async def fetch(self, attachment: Attachment) -> bytes:
        """Return a file that a person sent, from one of Viber's servers."""
        return await self._api.download(attachment.reference, media.MAX_BYTES)

    async def close(self) -> None:
        """Close the connections."""
        await self._api.close()

    async def _send(self, address: str, part: Part) -> dict[str, Any]:
        body = {"receiver": address, "sender": self._sender, **output.as_message(part, await self._file(part))}
        try:
            return await self._api.call("send_message", body)
        except DeliveryError as error:
            made = part.content.get("keyboard")
            if error.reason != OLD_VIBER or made is None or api_version(made) == 1:
                raise
            plain = Part(part.kind, {**part.content, "keyboard": without_place(made)})
        return await self._send(address, plain)

    async def _file(self, part: Part) -> File | None:
        if "media" not in part.content:
            return None
        medium = await self._database.read(media.load, part.content["media"])
        if medium is None:
            raise DeliveryError("file_gone")
        url = self._links.make(part.content["media"], now(), output.suffix_of(medium.mime))
        return File(url, medium.mime, len(medium.content))

    def _note(self, error: DeliveryError) -> None:
        """Tell the operator once, not with every message, what only they can mend."""
        if error.reason == NO_WEBHOOK:
            self._webhook_is_missing.set()
        if error.reason in OPERATOR_HINTS and error.reason not in self._told:
            self._told.add(error.reason)
            log.error("viber.refused reason=%s: %s", error.reason, OPERATOR_HINTS[error.reason])

    async def _set_webhook(self) -> None:
        """Tell Viber where this is, until it has called back. Names and pictures of people are not wanted."""
        url, pause = self._settings.public_url.rstrip("/") + PATH, _PAUSE_SECONDS
        wanted = {"url": url, "event_types": EVENT_TYPES, "send_name": False, "send_photo": False}
        while True:
            try:
                await self._api.call("set_webhook", wanted)
                log.info("viber.webhook_set url=%s", url)
                return
            except DeliveryError as error:
                log.error("viber.webhook_not_set reason=%s: %s", error.reason, OPERATOR_HINTS.get(error.reason, "trying again"))
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE_SECONDS, 2 * pause)

    async def _called(self, request: Request) -> Response:
        body = await request.body()
        given = request.headers.get("X-Viber-Content-Signature", "")
        signature = hmac.new(self._settings.viber_token.reveal().encode(), body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), signature.encode()):
            metrics.REFUSED.labels(self.name, "signature").inc()
            return Response(status_code=403)
        try:
            event = read_event(json.loads(body), self._choices)
        except (ValueError, RecursionError, BadUpdateError):
            metrics.REFUSED.labels(self.name, "malformed").inc()
            return Response(status_code=400)
        if isinstance(event, Opened):
            if event.is_subscribed:
                return Response(status_code=200)  # the chat goes on where it was
            said = welcome(event, self._settings, load_catalogue(self._settings.data, self._settings.office))
            return JSONResponse({"sender": self._sender, **said})
        try:
            await self._take(event)
        except sa.exc.SQLAlchemyError:
            log.error("viber.not_kept")  # not acknowledged: Viber brings it again
            return Response(status_code=503)
        return Response(status_code=200)

    async def _take(self, event: Event | None) -> None:
        if isinstance(event, Incoming):
            await self._intake.accept(self.name, self.bot, event)
        elif isinstance(event, Reachability):
            await self._intake.set_reachable(self.name, self.bot, event.address, event.reason)
        elif isinstance(event, Undelivered):
            await self._intake.report_failed(self.name, self.bot, event.address, event.message_id, "refused_by_phone")


def connect(settings: Settings, database: Database, intake: Intake, links: MediaLinks) -> ViberConnector:
    """Return the connector of the bot that the settings name."""
    return ViberConnector(settings, database, intake, links)
