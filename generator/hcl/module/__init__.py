"""A folder's files to an evaluated module."""
