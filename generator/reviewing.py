"""Environments as they are, held against what they would be."""
