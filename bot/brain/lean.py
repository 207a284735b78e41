"""Keeps TensorFlow out of the process: Rasa imports it at its start, whether or not a component uses it.

It takes 350 MB and most of the time that Rasa needs to start, for nothing: our pipeline has no component that uses it. In
its place stand modules whose every name is an empty class, which is enough for Rasa's modules to be imported. Whoever
names one of Rasa's neural components in config.yml gets the real thing.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PACKAGES = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")
USED_BY = (  # Rasa's components that compute with TensorFlow
    "DIETClassifier", "ResponseSelector", "LanguageModelFeaturizer", "ConveRTFeaturizer", "TEDPolicy", "UnexpecTEDIntentPolicy",
)  # fmt: skip


def leave_out_tensorflow(config: Path) -> bool:
    """Put empty modules in TensorFlow's place, before Rasa is imported; return whether that was done.

    Nothing is done when TensorFlow is loaded already or a component of `config` uses it.
    """
    if "tensorflow" in sys.modules or any(name in config.read_text(encoding="utf-8") for name in USED_BY):
        return False
    sys.meta_path.insert(0, _EmptyPackages())
    return True


class _EmptyClass(type):
    """A class that has every name, and stands for a type with parameters (`X[Y]`, `X | Y`)."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty(name)

    def __getitem__(cls, key: object) -> Any:
        return cls

    def __or__(cls, other: object) -> Any:
        return cls

    def __ror__(cls, other: object) -> Any:
        return cls


def _empty(name: str) -> Any:
    def accept(self: object, *args: object, **kwargs: object) -> None:
        """Take any arguments."""

    def decorate(self: object, *args: Any, **kwargs: object) -> Any:
        return args[0] if args and callable(args[0]) else self

    return _EmptyClass(name, (), {"__init__": accept, "__call__": decorate, "__getattr__": lambda self, n: _empty(n)})


class _EmptyModule(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return _empty(name)


class _EmptyPackages(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> Any:
        if fullname.split(".")[0] in PACKAGES:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _EmptyModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        """Leave the module empty."""
