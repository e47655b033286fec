"""Functions with dependencies: installed, zipped the same each time, and never by a render."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from generator.environments.function_builds import BuiltArchive, build
from generator.environments.pipeline import Inputs, write
from generator.errors import TfgenError
from generator.files.project import locate

PART = {
    "type": "object",
    "properties": {
        "source": {"type": ["string", "null"], "default": None},
        "handler": {"type": "string", "default": "index.handler"},
        "runtime": {"type": "string", "default": "nodejs22.x"},
        "architecture": {"type": "string", "default": "arm64"},
        "package": {"type": "string", "default": "built"},
    },
}
RULE = {
    "paths": ["parts.*"],
    "below": "src",
    "folder": "source",
    "handler": "handler",
    "among": {"package": ["folder", "built"]},
    "build": {
        "when": {"package": "built"},
        "runtime": "runtime",
        "architecture": "architecture",
        "target": "packages/*-built.zip",
    },
}
SCHEMA = {
    "type": "object",
    "properties": {"parts": {"type": "object", "additionalProperties": PART}},
    "x-tfgen": {"sources": [RULE]},
}
HANDLER = "import dep from 'dep';\nexport const handler = () => dep;\n"


def project(root: Path, spec: str, **files: str) -> Inputs:
    for path, text in {
        "environments/schema.json": json.dumps(SCHEMA),
        "environments/dev.yaml": spec,
        "templates/main.tf.j2": "locals {\n  parts = {{ parts | length }}\n}\n",
        **{path.replace("__", "/").replace("_DOT_", "."): text for path, text in files.items()},
    }.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return Inputs(locate(root))


def built(inputs: Inputs) -> BuiltArchive:
    [archive] = build(inputs, "dev", {})
    return archive


def test_a_folder_that_needs_a_build_and_is_taken_as_it_is_is_told(tmp_path: Path) -> None:
    needing = {
        "src__one__index_DOT_mjs": HANDLER,
        "src__one__package_DOT_json": '{"dependencies": {"dep": "1"}}',
    }
    inputs = project(tmp_path, "parts:\n  one: {package: folder}\n", **needing)

    with pytest.raises(TfgenError, match=r"dev\.yaml:2:8: dev: src/one has a package.json, .*say package: built"):
        write(inputs, "dev")


@pytest.mark.parametrize(
    ("runtime", "files"),
    [
        ("nodejs22.x", {}),
        ("nodejs22.x", {"src__one__package_DOT_json": "{}"}),
    ],
)
def test_one_that_lacks_what_it_is_built_of_is_told(tmp_path: Path, runtime: str, files: dict[str, str]) -> None:
    spec = f"parts:\n  one: {{runtime: {runtime}}}\n"
    inputs = project(tmp_path, spec, src__one__index_DOT_mjs=HANDLER, **files)

    with pytest.raises(TfgenError, match=r"neither package\.json with package-lock\.json nor requirements\.txt"):
        write(inputs, "dev")


def test_what_is_not_rendered_is_not_built(tmp_path: Path) -> None:
    inputs = project(tmp_path, "parts: {one: {}}\n", src__one__index_DOT_mjs=HANDLER)

    with pytest.raises(TfgenError, match=r"dev is not rendered .call `tfgen render --env dev` first"):
        build(inputs, "dev", {})


def test_an_environment_without_such_functions_has_nothing_to_build(tmp_path: Path) -> None:
    inputs = project(tmp_path, "parts: {one: {package: image}}\n")

    assert build(inputs, "dev", {}) == []


def test_a_render_leaves_what_was_built_alone(tmp_path: Path) -> None:
    files = {f"src__one__{name}_DOT_json": "{}" for name in ("package", "package-lock")}
    inputs = project(tmp_path, "parts: {one: {}}\n", src__one__index_DOT_mjs=HANDLER, **files)
    write(inputs, "dev")
    archive = tmp_path / "out/dev/packages/one-built.zip"
    archive.parent.mkdir()
    archive.write_bytes(b"built")
    write(inputs, "dev")

    assert archive.read_bytes() == b"built"


@pytest.mark.slow
def test_npm_installs_what_the_lock_file_says_the_same_each_time(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("there is no npm")
    package = {"name": "one", "version": "1.0.0", "type": "module", "dependencies": {"dep": "file:dep"}}
    inputs = project(
        tmp_path,
        "parts: {one: {}}\n",
        src__one__index_DOT_mjs=HANDLER,
        src__one__package_DOT_json=json.dumps(package),
        src__one__dep__package_DOT_json='{"name": "dep", "version": "1.0.0", "main": "dep.cjs"}',
        src__one__dep__dep_DOT_cjs="module.exports = 7;\n",
    )
    subprocess.run(
        ["npm", "install", "--package-lock-only", "--silent"], cwd=tmp_path / "src/one", check=True, timeout=120
    )
    write(inputs, "dev")
    first = built(inputs)
    content = first.path.read_bytes()
    again = built(inputs)
    first.path.unlink()
    anew = built(inputs)

    assert (first.is_new, again.is_new, anew.is_new) == (True, False, True)
    assert first.path.read_bytes() == content
    names = zipfile.ZipFile(first.path).namelist()
    assert {"index.mjs", "package.json", "node_modules/dep/dep.cjs"} <= set(names)


@pytest.mark.slow
def test_pip_installs_what_requirements_say(tmp_path: Path) -> None:
    inputs = project(
        tmp_path,
        "parts: {one: {runtime: python3.13}}\n",
        src__one__index_DOT_py="import dep\n\ndef handler(event, context):\n    return dep.VALUE\n",
        src__one__requirements_DOT_txt="./dep-1.0-py3-none-any.whl\n",
    )
    with zipfile.ZipFile(tmp_path / "src/one/dep-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("dep.py", "VALUE = 7\n")
        wheel.writestr("dep-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: dep\nVersion: 1.0\n")
        wheel.writestr("dep-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("dep-1.0.dist-info/RECORD", "")
    write(inputs, "dev")
    first = built(inputs)
    content = first.path.read_bytes()
    first.path.unlink()

    assert built(inputs).path.read_bytes() == content
    names = set(zipfile.ZipFile(first.path).namelist())
    assert {"dep.py", "index.py"} <= names
    assert not {name for name in names if name.endswith(("RECORD", ".pyc"))}


@pytest.mark.slow
def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    if shutil.which("npm") is None:
        pytest.skip("there is no npm")
    files = {"package": '{"name": "one", "version": "1.0.0", "dependencies": {"x": "1"}}', "package-lock": "{}"}
    named = {f"src__one__{name}_DOT_json": text for name, text in files.items()}
    inputs = project(tmp_path, "parts: {one: {}}\n", src__one__index_DOT_mjs=HANDLER, **named)
    write(inputs, "dev")

    with pytest.raises(TfgenError, match=r"src/one:1:1: one: npm failed: "):
        build(inputs, "dev", {})
