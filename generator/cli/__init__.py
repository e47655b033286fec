"""The command line: one thin module a command."""

from generator.cli.main import main

__all__ = ["main"]
