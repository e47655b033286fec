"""Starts tfgen again and again without its imports: each call is a fork that stops before it does anything.

A line on standard input is a call as JSON, {"words": [...], "folder": "...", "out": "...", "err": "..."}; the answer is
the process's number, and, once it has ended, its status as `os.waitpid` gives it.
"""

from __future__ import annotations

import concurrent.futures.process
import importlib
import json
import multiprocessing.connection
import os
import pkgutil
import signal
import sys

import generator.cli
import generator.environments
import generator.starter
from generator.cli import main

_LOADED = (concurrent.futures.process, multiprocessing.connection)
_STARTER_FILES = ("README.md", "environments/base.yaml", "environments/schema.json", "templates/lambda.tf.j2")
"""What `init` writes here: each further file would be written in the same way."""


def _load() -> None:
    for package in (generator.cli, generator.environments):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    for package in ("generator.check", "generator.diff", "generator.hcl", "generator.report"):
        for found in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
            importlib.import_module(found.name)
    files = {path: content for path, content in generator.starter.files().items() if path in _STARTER_FILES}
    generator.starter.STARTERS["project"] = lambda: files


def _become(call: dict[str, object]) -> None:
    os.setsid()
    os.chdir(str(call["folder"]))
    sys.argv = ["tfgen", *map(str, call["words"])]  # type: ignore[arg-type, call-overload]
    for number, path in ((0, os.devnull), (1, call["out"]), (2, call["err"])):
        descriptor = os.open(str(path), os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o666)
        os.dup2(descriptor, number)
        os.close(descriptor)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.kill(os.getpid(), signal.SIGSTOP)
    main()


def _serve() -> None:
    for line in sys.stdin:
        child = os.fork()
        if not child:
            _become(json.loads(line))
        os.waitpid(child, os.WUNTRACED)
        print(child, flush=True)
        print(os.waitpid(child, 0)[1], flush=True)


if __name__ == "__main__":
    _load()
    _serve()
