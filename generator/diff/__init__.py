"""Two renderings of an environment held against each other as configurations, not as text. A stage.

changes = diff.compare(Snapshot("dev", old), Snapshot("dev", new))
groups = diff.group([changes, ...])
"""

from generator.diff.cache import Cache
from generator.diff.comparison import compare, same_meaning
from generator.diff.grouping import group
from generator.diff.sides import Snapshot

__all__ = ["Cache", "Snapshot", "compare", "group", "same_meaning"]
