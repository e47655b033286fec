"""Ctrl-C: a KeyboardInterrupt, so that what is half done is undone; and none gets lost."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType
from typing import Any, NoReturn

_signals: list[int] = []
"""Those by which somebody said Ctrl-C."""


def listen() -> None:
    """Answer Ctrl-C, unless the process was started so that it is ignored: by nohup, or in the background."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _report_unraisable


def was_interrupted() -> bool:
    """Tell whether somebody said Ctrl-C: a library may have made an error of its own of it."""
    return bool(_signals)


def _interrupt(number: int, frame: FrameType | None) -> None:
    """Raise a KeyboardInterrupt; amid an import, where it may come out as something else, end the process."""
    _signals.append(number)
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            _end()
        frame = frame.f_back
    raise KeyboardInterrupt


def _report_unraisable(failure: Any) -> None:
    """End the process where a KeyboardInterrupt came amid what Python calls by the way, and so went no further."""
    if was_interrupted():
        _end()
    sys.__unraisablehook__(failure)


def _end() -> NoReturn:
    """End the process: what it was writing is whole, or the next call repairs it, as after a kill."""
    try:
        os.write(2, b"interrupted\n")
    finally:
        os._exit(130)
