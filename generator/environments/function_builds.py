"""`tfgen build`: the code of functions that have dependencies, installed, bundled and zipped.

What is built is a folder with `package.json` and `package-lock.json` (npm, and esbuild where that is among its
development dependencies), or with `requirements.txt` (pip, wheels for Lambda's machines alone). A render never
does any of it: programs of others run here, and the network is asked.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from generator import bounds, output
from generator.environments.function_sources import LOCK, PACKAGE, REQUIREMENTS, parts_of
from generator.environments.pipeline import Inputs, resolve
from generator.errors import TfgenError, raise_all
from generator.location import Location
from generator.naming import quote
from generator.render.archives import archive
from generator.spec import Spec

_SECONDS = 540
_LAST_LINES = 12
_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
_UNSTABLE = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})
"""Files that pip writes of an installation, which say how it was made and change with it."""
_NOT_CODE = frozenset({PACKAGE, LOCK, REQUIREMENTS, ".npmrc"})
_REQUIRE = (
    'import { createRequire as requireOfBundle } from "node:module"; '
    "const require = requireOfBundle(import.meta.url);"
)
"""What a bundle begins with: CommonJS in it calls `require`, which ES modules do not have."""


class FunctionBuild(NamedTuple):
    """A function to build.

    Attributes:
        folder: Its code, relative to the project's root.
        handler: What Lambda calls.
        runtime: Lambda's name of its language.
        architecture: "arm64" or "x86_64".
        target: The archive, relative to the rendered folder.
        name: The function's name.
    """

    folder: str
    handler: str
    runtime: str
    architecture: str
    target: str
    name: str


class BuiltArchive(NamedTuple):
    """What was built.

    Attributes:
        path: The archive on disk.
        files: How many files are in it.
        size: Its size, in bytes.
        is_new: Whether it is another than was there before.
    """

    path: Path
    files: int
    size: int
    is_new: bool


def builds_of(inputs: Inputs, resolved: Spec) -> list[FunctionBuild]:
    """Return the functions of an environment that are built."""
    found = []
    schema = inputs.of(resolved.stack).schema
    for rule in schema.raw.get("x-tfgen", {}).get("sources", ()):
        build = rule.get("build")
        for _, part, name in parts_of(rule, resolved) if build else ():
            if all(part.get(key) == value for key, value in build["when"].items()):
                folder = f"{rule['below']}/{part.get(rule['folder']) or name}"
                target = build["target"].replace("*", name)
                words = str(part[rule["handler"]]), str(part[build["runtime"]]), str(part[build["architecture"]])
                found.append(FunctionBuild(folder, *words, target, name))
    return found


def build(inputs: Inputs, environment: str, done: dict[FunctionBuild, dict[str, bytes]]) -> list[BuiltArchive]:
    """Build the functions of an environment into its rendered folder.

    Args:
        inputs: What all environments share.
        environment: Its name.
        done: What was built for others; what is built now is added.

    Raises:
        TfgenError: It is not rendered, or a function can't be built.
    """
    folder = inputs.project.out / environment
    wanted = builds_of(inputs, resolve(inputs, environment, output.last_settings(folder)))
    if wanted and not folder.is_dir():
        raise TfgenError(f"{environment} is not rendered", hint=f"call `tfgen render --env {environment}` first")
    problems, built = [], []
    for each in wanted:
        key = each._replace(target="", name="")
        try:
            if key not in done:
                done[key] = _contents(inputs.stack.root, each)
            built.append(_write(folder / each.target, done[key], each))
        except TfgenError as problem:
            problems.append(problem)
    raise_all(problems)
    return built


def _write(path: Path, contents: Mapping[str, bytes], made: FunctionBuild) -> BuiltArchive:
    packed = archive(contents)
    if len(packed) > bounds.PACKAGE_FILE_BYTES.limit:
        message = (
            f"{made.name}: the archive has {len(packed)} bytes; {bounds.PACKAGE_FILE_BYTES.limit} can be uploaded"
        )
        raise TfgenError(message, Location(made.folder), "give it to Lambda as an object in S3, or as an image")
    is_new = not path.is_file() or path.read_bytes() != packed
    if is_new:
        path.parent.mkdir(parents=True, exist_ok=True)
        output.write_whole_file(path, packed)
    return BuiltArchive(path, len(contents), len(packed), is_new)


def _contents(root: Path, made: FunctionBuild) -> dict[str, bytes]:
    source = root / made.folder
    if not source.is_dir():
        raise TfgenError("there is no such folder", Location(made.folder))
    with tempfile.TemporaryDirectory(prefix="tfgen-build-") as temporary:
        work = Path(temporary) / "code"
        shutil.copytree(source, work, ignore=shutil.ignore_patterns("node_modules", "__pycache__", ".git"))
        language = _of_node if made.runtime.startswith("nodejs") else _of_python
        return language(work, made)


def _of_node(work: Path, made: FunctionBuild) -> dict[str, bytes]:
    _need(work, made, PACKAGE, "npm init")
    _need(work, made, LOCK, "npm install --package-lock-only")
    _call(made, ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], work)
    bundler = work / "node_modules" / ".bin" / "esbuild"
    if bundler.exists():
        return _bundled(work, made, bundler)
    _call(
        made,
        ["npm", "prune", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        work,
    )
    dropped = work / "node_modules" / ".package-lock.json"
    dropped.unlink(missing_ok=True)
    return _files(work, skip=_NOT_CODE - {PACKAGE})


def _bundled(work: Path, made: FunctionBuild, bundler: Path) -> dict[str, bytes]:
    stem = made.handler.rpartition(".")[0]
    endings = (".ts", ".mts", ".mjs", ".js", ".cjs")
    entry = next((f"{stem}{ending}" for ending in endings if (work / f"{stem}{ending}").is_file()), None)
    if entry is None:
        raise TfgenError(f"there is no {stem}.ts or {stem}.mjs to bundle", Location(made.folder))
    bundle = work / ".tfgen-bundle" / f"{stem}.mjs"
    options = [
        *("--bundle", "--platform=node", "--format=esm", "--legal-comments=none", "--log-level=warning"),
        f"--target=node{made.runtime.removeprefix('nodejs').partition('.')[0]}",
        *("--external:@aws-sdk/*", f"--banner:js={_REQUIRE}", f"--outfile={bundle}"),
    ]
    _call(made, [str(bundler), entry, *options], work)
    return {bundle.name: bundle.read_bytes()}


def _of_python(work: Path, made: FunctionBuild) -> dict[str, bytes]:
    _need(work, made, REQUIREMENTS, "pip freeze > requirements.txt")
    into = work.parent / "installed"
    machine = _MACHINES[made.architecture]
    platforms = [f"--platform={tag}_{machine}" for tag in ("manylinux_2_28", "manylinux_2_17", "manylinux2014")]
    options = [
        *("--disable-pip-version-check", "--quiet", "--no-compile", "--only-binary=:all:", "--implementation=cp"),
        *("--target", str(into), f"--python-version={made.runtime.removeprefix('python')}", *platforms),
    ]
    _call(made, [sys.executable, "-m", "pip", "install", "--requirement", REQUIREMENTS, *options], work)
    installed = _files(into, skip=_UNSTABLE) if into.is_dir() else {}
    kept = {path: content for path, content in installed.items() if not path.startswith("bin/")}
    return {**kept, **_files(work, skip=_NOT_CODE)}


def _need(work: Path, made: FunctionBuild, name: str, way: str) -> None:
    if not (work / name).is_file():
        message = f"{made.name} is to be built with {made.runtime}, and there is no {name}"
        raise TfgenError(message, Location(made.folder), f"`{way}` writes one")


def _files(folder: Path, skip: frozenset[str]) -> dict[str, bytes]:
    """Return the files below a folder; npm links what lies beside the package, and a link is followed once."""
    found: dict[str, bytes] = {}
    seen: set[str] = set()
    for top, folders, names in os.walk(folder, followlinks=True):
        real = os.path.realpath(top)
        linked = Path(top).is_symlink()
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        if linked and real in seen:
            folders.clear()
            continue
        seen |= {real} if linked else set()
        for name in sorted(names):
            path = Path(top) / name
            if name not in skip and path.is_file():
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _call(made: FunctionBuild, command: Sequence[str], folder: Path) -> None:
    """Call a program; what it says counts only if it fails."""
    program = Path(command[0]).name
    try:
        done: Any = subprocess.run(
            command, cwd=folder, capture_output=True, text=True, errors="replace", check=False, timeout=_SECONDS
        )
    except FileNotFoundError:
        hint = "install it; `tfgen doctor` says what is there"
        raise TfgenError(f"{made.name}: {quote(program)} is not installed", Location(made.folder), hint) from None
    except subprocess.TimeoutExpired:
        raise TfgenError(f"{made.name}: {program} took more than {_SECONDS} s", Location(made.folder)) from None
    if done.returncode:
        last = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()][-_LAST_LINES:]
        raise TfgenError(f"{made.name}: {program} failed: {' / '.join(last)}", Location(made.folder))
