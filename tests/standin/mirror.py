"""Writes the stand-ins as executables, where terraform's filesystem mirror looks for providers."""

from __future__ import annotations

import io
import marshal
import os
import shlex
import sys
import zipfile
from importlib.util import MAGIC_NUMBER
from pathlib import Path

from standin import archive_provider, random_provider
from standin.schema import Provider

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a zip can hold: the same source gives the same bytes
_PROVIDERS = {"random": random_provider, "archive": archive_provider}
NAMES = tuple(_PROVIDERS)
"""The providers below hashicorp/ that we stand in for."""


def write_provider(mirror: Path, name: str, platform: str, version: str | None = None) -> Path:
    """Write one stand-in into a filesystem mirror.

    Args:
        mirror: The folder that holds `registry.terraform.io/`.
        name: One of NAMES.
        platform: As terraform calls it, such as linux_amd64.
        version: The version it pretends to have; by default the one that it follows.

    Returns:
        The executable.
    """
    module = _PROVIDERS[name]
    provider: Provider = module.PROVIDER
    version = version or provider.version
    folder = mirror / "registry.terraform.io" / "hashicorp" / name / version / platform
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"terraform-provider-{name}_v{version}"
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(_executable(module.__name__))
    unfinished.chmod(0o755)
    unfinished.replace(path)  # not rewritten: a provider that runs keeps its file
    return path


def _executable(module: str) -> bytes:
    """Return a shell script that hands itself, as a zip of Python modules, to this interpreter.

    A shell rather than the kernel, because a `#!` line bears neither blanks nor long paths.
    """
    buffer = io.BytesIO()
    buffer.write(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -ISB "$0"\n'.encode())
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_STORED) as archive:
        main = f"from standin.plugin import serve\nfrom {module} import PROVIDER\nserve(PROVIDER)\n"
        archive.writestr(zipfile.ZipInfo("__main__.py", _DATE), main)
        for source in sorted(Path(__file__).parent.glob("*.py")):
            if not source.name.startswith("test_"):
                _add_module(archive, source)
    return buffer.getvalue()


def _add_module(archive: zipfile.ZipFile, source: Path) -> None:
    """Add a module and, so that a start takes 0.04 s, its bytecode as well."""
    name = f"standin/{source.name}"
    text = source.read_bytes()
    archive.writestr(zipfile.ZipInfo(name, _DATE), text)
    code = marshal.dumps(compile(text, name, "exec", dont_inherit=True))
    unchecked_hash = (1).to_bytes(4, "little") + bytes(8)  # PEP 552: used without a look at the source
    archive.writestr(zipfile.ZipInfo(f"{name}c", _DATE), MAGIC_NUMBER + unchecked_hash + code)
