"""The command line: one thin module a command."""

from generator.cli.start import main

__all__ = ["main"]
