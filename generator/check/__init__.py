"""What would fail at deploy, or should not get there: rules over an evaluated module."""
