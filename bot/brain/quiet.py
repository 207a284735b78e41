"""Keeps libraries from talking: start-up noise, telemetry, and above all the text of messages in the log."""

from __future__ import annotations

import logging
import os
import sys
import warnings

_ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",  # more threads spin against each other: 1.2 s a query instead of 18 ms when both cores are busy
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "GIT_PYTHON_REFRESH": "quiet",
}
_TALKATIVE = (
    "rasa",
    "rasa_sdk",
    "httpx",
    "httpcore",
    "tensorflow",
    "absl",
    "matplotlib",
    "apscheduler",
    "viber.bot.api",
    "sanic",
)


def prepare_environment() -> None:
    """Set what libraries read when they are imported; must run before numpy and TensorFlow."""
    for name, value in _ENVIRONMENT.items():
        os.environ.setdefault(name, value)


def _no_warning(*_: object, **__: object) -> None:
    """Drop a library's warning: it speaks to its developers."""


def silence_libraries() -> None:
    """Let libraries log errors only. Rasa's structlog would otherwise print every user message with its text."""
    prepare_environment()
    sys.modules.setdefault("jax", None)  # type: ignore[arg-type]  # TensorFlow imports it when it is there: 65 MB for nothing
    warnings.showwarning = _no_warning  # a filter does not hold: several libraries reset the filters when imported
    import structlog

    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
