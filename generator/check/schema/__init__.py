"""A module held against the schemas of its providers."""
