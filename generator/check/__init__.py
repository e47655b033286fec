"""Finds what would fail at deploy: rules over an evaluated module."""
