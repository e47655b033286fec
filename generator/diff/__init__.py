"""Two renderings of an environment held against each other as configurations, not as text. A stage.

changes = diff.compare(Rendering("dev", old), Rendering("dev", new))
groups = diff.group([changes, ...])
"""

from generator.diff.comparison import compare, same_meaning
from generator.diff.grouping import group
from generator.diff.cache import Memory
from generator.diff.rendering import Rendering

__all__ = ["Memory", "Rendering", "compare", "group", "same_meaning"]
