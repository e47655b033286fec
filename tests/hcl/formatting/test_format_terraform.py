"""The formatter against `terraform fmt`, on HCL that is written down, made up and put in disorder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from format_cases import CASES, EDGES, LABELS, MOVING, read_case
from mangled_hcl import HclMaker, mangle

from generator.hcl.formatting.format import format_hcl

pytestmark = pytest.mark.slow

MANGLED_CASES, MADE_UP = 20, 300
"""How often each case is put in disorder, and how many texts are made up."""
WRITTEN_BY = (1, 11)
"""The release that the formatter reproduces; older ones know less syntax."""


@pytest.fixture(scope="module")
def terraform(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, str]]:
    """The terraform to compare with, and the environment to run it in; it needs no provider and no network."""
    executable = shutil.which("terraform")
    if executable is None:
        pytest.skip("terraform is not on PATH")
    config = tmp_path_factory.mktemp("terraform") / "terraformrc"
    config.write_text("disable_checkpoint = true\n")
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": str(config)}
    version = subprocess.run([executable, "version"], capture_output=True, text=True, env=environment, check=True)
    found = re.search(r"v(\d+)\.(\d+)", version.stdout)
    if found is None or tuple(map(int, found.groups())) < WRITTEN_BY:
        pytest.skip(f"terraform {version.stdout.splitlines()[0]} formats by older rules")
    return executable, environment


def fmt(terraform: tuple[str, dict[str, str]], folder: Path, texts: list[str]) -> list[str | None]:
    """Return what terraform makes of each text, None if it refuses it; all in one run."""
    executable, environment = terraform
    paths = [folder / f"case_{index:05}.tf" for index in range(len(texts))]
    for path, text in zip(paths, texts, strict=True):
        path.write_bytes(text.encode())
    done = subprocess.run(
        [executable, "fmt", "-list=false", "-no-color", str(folder)],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
    )
    assert done.returncode in (0, 2), done.stderr
    refused = {int(index) for index in re.findall(r"case_(\d{5})\.tf", done.stderr)}
    return [None if index in refused else path.read_bytes().decode() for index, path in enumerate(paths)]


def test_what_is_written_down_is_what_terraform_makes_of_it(
    terraform: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    cases = [*map(read_case, CASES), *EDGES, *MOVING]
    cases += [
        (f"a {label} {{\n}}\n", f"a {formatted} {{\n}}\n") for label, formatted in LABELS if "$${b" not in label
    ]

    assert fmt(terraform, tmp_path, [case for case, _ in cases]) == [formatted for _, formatted in cases]


def test_hcl_in_disorder_comes_out_as_terraform_has_it(
    terraform: tuple[str, dict[str, str]], tmp_path: Path
) -> None:
    random = Random("terraform fmt")
    texts = [mangle(read_case(path)[0], random) for path in CASES for _ in range(MANGLED_CASES)]
    texts += [mangle(HclMaker(random).body(), random) for _ in range(MADE_UP)]

    expected = fmt(terraform, tmp_path, texts)

    accepted = [
        (text, formatted) for text, formatted in zip(texts, expected, strict=True) if formatted is not None
    ]
    assert len(accepted) > 0.95 * len(texts)
    for text, formatted in accepted:
        assert format_hcl(text) == formatted
