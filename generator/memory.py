"""When memory is looked through for what nothing needs any more.

Most of what a run makes it needs to its end, or lets go of by itself. Modules do not: their parts refer to each
other. So looking seldom, and when a module is done with, is faster than often, and needs no more memory.
"""

from __future__ import annotations

import gc

_SELDOM = 200_000
"""So many objects more than before are made before Python looks by itself: a module of some 4,000 lines."""


def look_seldom() -> None:
    """Let Python look through memory less often than it does by itself; for a process that is ours."""
    gc.set_threshold(_SELDOM)


def let_go() -> None:
    """Free what was made for one environment or folder, before the next; what stays is not looked at again."""
    if gc.get_threshold()[0] == _SELDOM:
        gc.collect()
        gc.freeze()
