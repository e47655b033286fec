"""The one writer: manifest, ownership, all-or-nothing landing. It knows nothing of specs or templates."""

from generator.output.comparison import Change, Comparison, compare, last_revision, last_settings
from generator.output.creation import Creation, create
from generator.output.landing import Landing, land
from generator.output.pruning import prune, rendered

__all__ = [
    "Change",
    "Comparison",
    "Creation",
    "Landing",
    "compare",
    "create",
    "land",
    "last_revision",
    "last_settings",
    "prune",
    "rendered",
]
