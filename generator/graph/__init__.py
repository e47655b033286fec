"""Graph: an evaluated module to a drawing of what is in it, and of events' way through it."""

from generator.graph.drawing import draw

__all__ = ["draw"]
