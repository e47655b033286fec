"""Pages in a real browser. A package, so that its modules can import each other."""
