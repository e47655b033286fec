"""What tells one plain value from any other, so that what was made of it once need not be made again."""

from __future__ import annotations

import marshal
from typing import Any


def fingerprint(value: Any) -> bytes | None:
    """Return bytes that no other value has: `1`, `1.0` and `true` have three; None where there are none.

    Args:
        value: Dicts, lists, tuples, strings, numbers, booleans and None. Dicts in another order are other values.
    """
    try:
        # Version 2 of the format is that without references, which would depend on more than the value.
        return marshal.dumps(value, 2)
    except ValueError:
        return None
