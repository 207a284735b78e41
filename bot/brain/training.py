"""Training: only when something changed that the model is made of."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ModelMissingError
from bot.places.gazetteer import load_gazetteer
from bot.settings import Settings

if TYPE_CHECKING:
    from rasa.shared.nlu.training_data.training_data import TrainingData

_MADE_OF = (  # what is read at run time (lexicon, places, knowledge, answers) is not among it
    "config.yml", "domain.yml", "data/nlu/**/*.yml", "data/rules/*.yml", "data/languages.yml", "data/families.yml",
    "bot/components/*.py",
    "bot/brain/importer.py", "bot/scripts.py", "bot/text.py", "bot/vectors.py",
)  # fmt: skip
_KEPT_MODELS = 2


def fingerprint(home: Path) -> str:
    """Return a hash of every file that a model is made of, and of the interpreter's version."""
    digest = hashlib.sha256(sys.version.encode())
    for pattern in _MADE_OF:
        for path in sorted(home.glob(pattern)):
            digest.update(path.relative_to(home).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def model_path(settings: Settings) -> Path:
    """Return where the model for the present data stands, whether or not it has been trained."""
    return settings.models / f"{fingerprint(settings.home)}.tar.gz"


def ensure_model(settings: Settings) -> Path:
    """Return the model for the present data; train it first, in a process of its own, when it is not there.

    Training takes three times the memory of answering, and a process does not give it back.

    Raises:
        ModelMissingError: training failed.
    """
    path = model_path(settings)
    if path.is_file():
        return path
    command = [sys.executable, "-c", "from bot.cli import main; raise SystemExit(main(['train', '--force']))"]
    trained = subprocess.run(command, check=False, stdout=subprocess.PIPE, text=True)
    if trained.returncode != 0:
        raise ModelMissingError(f"training failed; what Rasa said stands in {settings.var_folder / 'training.log'}")
    return Path(trained.stdout.strip().splitlines()[-1])  # not `path`: data may have changed while it trained


def train(settings: Settings) -> Path:
    """Train a model from data/nlu and data/rules, and keep it under the hash of what it is made of.

    Raises:
        ModelMissingError: Rasa found the data unusable; it has printed why.
    """
    from bot.brain.lean import leave_out_tensorflow
    from bot.brain.quiet import silence_libraries

    silence_libraries()
    leave_out_tensorflow(settings.home / "config.yml")
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(settings.cache / "rasa"))  # else `.rasa` appears wherever one stands
    import rasa.model_training
    from rasa.shared.nlu.training_data import training_data

    training_data.TrainingData.fingerprint = _fingerprint

    path = model_path(settings)
    print("Training the model. This takes a few minutes the first time.", file=sys.stderr)
    started = time.monotonic()
    settings.models.mkdir(parents=True, exist_ok=True)
    home = settings.home
    with quiet_output(settings.var_folder / "training.log"):
        result = rasa.model_training.train(
            domain=str(home / "domain.yml"),
            config=str(home / "config.yml"),
            training_files=[str(home / "data" / "nlu"), str(home / "data" / "rules")],
            output=str(settings.models),
            fixed_model_name=f"{path.name.removesuffix('.tar.gz')}.new",
        )
    if result.code != 0 or not result.model:
        raise ModelMissingError(f"training failed; what Rasa said stands in {settings.var_folder / 'training.log'}")
    os.replace(result.model, path)
    load_gazetteer(settings)  # compiled here: it takes 400 MB, which the brain should not hold
    _forget_old(settings.models)
    print(f"Trained in {time.monotonic() - started:.0f} s.", file=sys.stderr)
    return path


def _fingerprint(data: TrainingData) -> str:
    """Replace Rasa's, which walks through every attribute of all sentences 14 times: a third of the training time."""
    digest = hashlib.sha256()
    for example in data.training_examples:
        digest.update(f"{example.get('text')}\n{example.get('intent')}\n{len(example.features)}\n".encode())
    return digest.hexdigest()


@contextlib.contextmanager
def quiet_output(log: Path) -> Iterator[None]:
    """Send what libraries print, progress bars included, to a file."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file), contextlib.redirect_stderr(file):
        yield


def _forget_old(folder: Path) -> None:
    models = sorted(folder.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime, reverse=True)
    for path in models[_KEPT_MODELS:]:
        path.unlink()
    for leftover in folder.glob("*.new*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
