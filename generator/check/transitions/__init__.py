"""The rules about changes: what is right before and right after, and broken by the apply between."""
