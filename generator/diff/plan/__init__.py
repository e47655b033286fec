"""A plan that terraform made, read back, and held against what was foreseen or against one that was reviewed."""

from generator.diff.plan.plan_reader import read_plan
from generator.diff.plan.verdicts import compared_with_foreseen, compared_with_reviewed, drift_of

__all__ = ["compared_with_foreseen", "compared_with_reviewed", "drift_of", "read_plan"]
