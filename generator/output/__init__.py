"""The one writer: manifest, ownership, all-or-nothing landing. It knows nothing of specs or templates."""

from generator.output.creation import Creation, create
from generator.output.editing import Edit, edit, occupants, recover
from generator.output.landing import Landing, land
from generator.output.pruning import is_rendered, leftovers, prune, rendered_names, sweep
from generator.output.survey import Comparison, PathChange, compare, last_revision, last_settings
from generator.output.whole_file import create_whole_file, write_whole_file

__all__ = [
    "Comparison",
    "Creation",
    "Edit",
    "Landing",
    "PathChange",
    "compare",
    "create",
    "create_whole_file",
    "edit",
    "is_rendered",
    "land",
    "last_revision",
    "last_settings",
    "leftovers",
    "occupants",
    "prune",
    "recover",
    "rendered_names",
    "sweep",
    "write_whole_file",
]
