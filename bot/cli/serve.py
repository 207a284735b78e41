"""`wegweiser serve [gate|brain|console]`: start what answers people; all without a name, each started again when it dies."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from bot import logs
from bot.errors import SettingsError
from bot.keys import load_keys
from bot.settings import Settings, child_environment, read_settings
from bot.store import Database
from bot.store.exclusive import only_one

PROCESSES = ("gate", "brain", "console")
STOP_SECONDS = 20  # what is being answered or sent is finished; then a process is killed
_LONGEST_PAUSE = 30.0
_CHANNELS = ("telegram", "viber", "web")  # packages of `connectors`


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the argument."""
    parser.add_argument("process", nargs="?", choices=PROCESSES, help="only this process; all when left out")


def run(options: argparse.Namespace) -> int:
    """Serve until SIGTERM or SIGINT."""
    settings = read_settings()
    logs.configure(settings)
    check_settings(settings)
    if options.process is None:
        return _supervise(settings)
    with only_one(settings, options.process), contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_until_signal({"gate": _gate, "brain": _brain, "console": _console}[options.process](settings)))
    return 0


def check_settings(settings: Settings) -> None:
    """Refuse to serve people without saying who is behind it.

    Raises:
        SettingsError: the gate can be reached from outside, and a setting about the office is missing; or a channel needs
            an address that is not set.
    """
    needed = ("office_name", "office_contact", "office_privacy_url", "office_imprint_url")
    missing = [f"WEGWEISER_{name.upper()}" for name in needed if not getattr(settings, name)]
    if settings.is_public and missing:
        raise SettingsError(f"people must learn who is behind this: set {', '.join(missing)} (docs/operations.md)")
    if settings.viber_token and not settings.public_url:
        raise SettingsError("WEGWEISER_PUBLIC_URL: needed for Viber, which calls this server from outside")
    if settings.telegram_mode not in ("polling", "webhook"):
        raise SettingsError(f"WEGWEISER_TELEGRAM_MODE: {settings.telegram_mode!r} is neither polling nor webhook")
    if settings.telegram_token and settings.telegram_mode == "webhook" and not settings.public_url:
        raise SettingsError("WEGWEISER_PUBLIC_URL: needed for Telegram's webhook; or set WEGWEISER_TELEGRAM_MODE=polling")


async def _until_signal(work: Any) -> None:
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    await task


async def _gate(settings: Settings) -> None:
    import uvicorn

    from bot.gate.app import build_app
    from bot.gate.chores import Chores
    from bot.gate.intake import Intake
    from bot.gate.media_links import MediaLinks
    from bot.gate.sender import Sender

    keys = load_keys(settings, with_addresses=True)
    database = Database.open(settings, keys)
    intake, links = Intake(database, settings), MediaLinks(settings.public_url, keys.content)
    connectors = {
        name: import_module(f"connectors.{name}").connect(settings, database, intake, links)
        for name in _CHANNELS
        if is_on(name, settings)
    }
    config = uvicorn.Config(
        build_app(database, connectors, links), ws="none", lifespan="off", log_config=None, access_log=False,
        server_header=False, timeout_graceful_shutdown=5,
    )  # fmt: skip
    listening = _listen(settings.host, settings.port, "WEGWEISER_PORT")
    server = _quiet_server(config)
    works = [Sender(database, connectors).run(), Chores(database, connectors, settings).run()]
    works += [connector.run() for connector in connectors.values()]
    try:
        async with asyncio.TaskGroup() as group:
            for work in works:
                group.create_task(work)
            await _serve(server, listening)
    finally:
        for connector in connectors.values():
            await connector.close()
        await database.close()


def _listen(host: str, port: int, setting: str) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError(f"{host}:{port}: {error.strerror}; set {setting} to a free port") from error


def _quiet_server(config: Any) -> Any:
    import uvicorn

    class Server(uvicorn.Server):
        """Leaves signals to `_until_signal`."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            """Capture none."""
            yield

    return Server(config)


async def _serve(server: Any, listening: socket.socket) -> None:
    """Run uvicorn; when this is cancelled, let it finish its requests."""
    serving = asyncio.get_running_loop().create_task(server.serve(sockets=[listening]))
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


async def _brain(settings: Settings) -> None:
    from bot.brain import get_brain

    keys = load_keys(settings, with_addresses=False)
    database = Database.open(settings, keys)
    brain = await asyncio.to_thread(get_brain)
    logs.configure(settings)  # Rasa has set up logging of its own
    from bot.brain.lanes import LaneWorker

    try:
        await LaneWorker(database, brain).run()
    finally:
        await database.close()


async def _console(settings: Settings) -> None:
    import uvicorn

    from bot.console.app import ConsoleServer, check_settings

    check_settings(settings)
    database = Database.open(settings, load_keys(settings, with_addresses=False))
    console = ConsoleServer(settings, database)
    config = uvicorn.Config(
        console.app, ws="none", lifespan="off", log_config=None, access_log=False, server_header=False,
        timeout_graceful_shutdown=2,
    )  # fmt: skip
    listening = _listen(settings.console_host, settings.console_port, "WEGWEISER_CONSOLE_PORT")
    server = _quiet_server(config)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(console.run())
            await _serve(server, listening)
    finally:
        await database.close()


def is_on(channel: str, settings: Settings) -> bool:
    """Whether a channel is set up."""
    if channel == "web":
        return settings.web_chat
    return bool(getattr(settings, f"{channel}_token"))


def _supervise(settings: Settings) -> int:
    metrics = settings.var_folder / "metrics"
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir(parents=True)
    is_stopping = False

    def stop(*_: object) -> None:
        nonlocal is_stopping
        is_stopping = True

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    running = {name: _start(name, settings) for name in PROCESSES}
    deaths = dict.fromkeys(PROCESSES, (0, 0.0))
    _print_addresses(settings)
    while not is_stopping:
        time.sleep(0.2)
        for name, process in running.items():
            if process.poll() is None:
                continue
            count, at = deaths[name]
            if process.returncode == 2:  # said why: starting again would not help
                is_stopping = True
                break
            if time.monotonic() - at > min(_LONGEST_PAUSE, 0.5 * 2**count):
                print(f"{name} ended with {process.returncode}; starting it again", file=sys.stderr)
                deaths[name] = (count + 1 if time.monotonic() - at < 60 else 0, time.monotonic())
                running[name] = _start(name, settings)
    return _stop(list(running.values()))


def _start(name: str, settings: Settings) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main())", "serve", name]
    return subprocess.Popen(command, env=child_environment(settings), start_new_session=True)


def _stop(processes: list[subprocess.Popen[bytes]]) -> int:
    codes = [process.poll() for process in processes]
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_SECONDS
    for process in processes:
        try:
            process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
    return max((code for code in codes if code), default=0)


def _print_addresses(settings: Settings) -> None:
    here = f"http://{settings.host}:{settings.port}"
    print("Wegweiser is starting. The brain needs some seconds, minutes the first time; messages are kept meanwhile.")
    if settings.web_chat:
        print(f"  web chat  {settings.public_url or here}/chat")
    if not settings.office_name:
        print("  nobody is named as responsible: set WEGWEISER_OFFICE_NAME and the others before people use this")
    for channel in ("telegram", "viber"):
        print(f"  {channel:9} {'on' if is_on(channel, settings) else f'off: set WEGWEISER_{channel.upper()}_TOKEN'}")
    print(f"  health    {here}/health")
    print(f"  console   {settings.console_address}")
    if link := asyncio.run(_first_link(settings)):
        print(f"  nobody can sign in to the console yet; this link works once, for 72 hours: {link}")
    print(end="", flush=True)


async def _first_link(settings: Settings) -> str | None:
    from bot.cli.counsellor import first_link

    database = Database.open(settings, load_keys(settings, with_addresses=False))
    try:
        return await database.write(first_link, settings)
    finally:
        await database.close()
