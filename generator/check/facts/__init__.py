"""What rules ask of a module: what belongs together in it, and what its values are, as far as they are known."""
