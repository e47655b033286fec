"""JSON that terraform prints, read from a file or a pipe that anybody may have written."""

from __future__ import annotations

import json
import math

from generator.bounds import Bound
from generator.errors import TfgenError


def read_json(content: bytes, most: Bound, levels: Bound, command: str) -> object:
    """Return what terraform printed, parsed.

    Args:
        content: What there is to read; one byte more than `most` allows is enough.
        most: How much there may be.
        levels: How deep it may nest; what is said where the parser gives up.
        command: What prints it, such as "terraform output -json".

    Raises:
        TfgenError: It is not JSON: infinity and what is no number are none; or it is out of bounds.
    """
    if len(content) > most.limit:
        raise TfgenError(most.message)
    words = command.split()
    if not content.strip():
        raise TfgenError("there is nothing to read", hint=f"did {' '.join(words[:2])} fail?")
    try:
        # PowerShell pipes UTF-16 with a byte order mark, other shells UTF-8 with or without one.
        encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        return json.loads(content.decode(encoding), parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise TfgenError(levels.message) from None
    except ValueError as error:
        raise TfgenError(f"this is not JSON: {error}", hint=f"{' '.join(words[:2])} needs -json") from None


def _refuse(text: str) -> object:
    raise ValueError(f"{text} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text[:40]} is too large")
    return number
