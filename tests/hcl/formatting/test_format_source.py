"""A file is formatted if Terraform would read it, and refused with all that is wrong with it otherwise."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest
from format_cases import CASES, read_case

from generator.errors import TfgenError
from generator.hcl.formatting.format import format_source

MUTANTS = 12
"""How often each case is broken."""
PIECES = [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    '"',
    "=",
    ",",
    "\n",
    "${",
    "%{",
    "a",
    "1",
    ".",
    "<<EOT\n",
    "#",
    "?",
    ":",
    " x = 1 y = 2",
    "/*",
]


def mutants() -> list[str]:
    """Return cases in which something is taken away, put in or said twice."""
    random = Random("broken")
    texts = []
    for path in CASES:
        text = read_case(path)[0]
        for _ in range(MUTANTS):
            at, line = random.randrange(len(text) + 1), random.choice(text.splitlines(keepends=True) or [""])
            texts.append(
                random.choice(
                    [
                        text[:at] + text[at + 1 :],
                        text[:at] + random.choice(PIECES) + text[at:],
                        text.replace(line, line + line, 1),
                    ]
                )
            )
    return texts


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"a = 1\na = 2\n", ['x.tf:2:1: "a" is set twice here, first at 1:1']),
        (b"a {\n  b = 1 }\n", ["x.tf:2:9: "]),
        (b"a {\n", ["x.tf:1:1: "]),
        (b"a = \xff\n", ["x.tf:1:5: this is not UTF-8"]),
        (b"a = [1\nb = {\n", ["x.tf:"]),
    ],
)
def test_what_terraform_could_not_read_is_refused(content: bytes, expected: list[str]) -> None:
    with pytest.raises(TfgenError) as caught:
        format_source("x.tf", content)

    lines = caught.value.lines()
    assert [line for line, start in zip(lines, expected, strict=False) if not line.startswith(start)] == []


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(TfgenError) as caught:
        format_source("x.tf", b"a = 1\na = 2\nb {\n  c = = 1\n}\nd {\n  e = ]\n}\n")

    assert [line.split(": ")[0] for line in caught.value.lines()] == ["x.tf:2:1", "x.tf:4:7", "x.tf:7:7"]


@pytest.mark.slow
def test_broken_files_are_refused_where_terraform_refuses_them_and_formatted_as_it_does(tmp_path: Path) -> None:
    terraform = shutil.which("terraform")
    if terraform is None:
        pytest.skip("terraform is not on PATH")
    texts = mutants()
    for number, text in enumerate(texts):
        (tmp_path / f"case_{number:05}.tf").write_bytes(text.encode())
    done = subprocess.run(
        [terraform, "fmt", "-list=false", "-no-color", str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "CHECKPOINT_DISABLE": "1"},
    )
    refused = {int(number) for number in re.findall(r"case_(\d{5})\.tf", done.stderr)}

    wrong = []
    for number, text in enumerate(texts):
        theirs = None if number in refused else (tmp_path / f"case_{number:05}.tf").read_bytes()
        try:
            ours = format_source("x.tf", text.encode())
        except TfgenError as failure:
            ours = None
            told = str(failure)
        if ours != theirs:
            wrong.append((text, theirs, told if ours is None else ours))
    assert len(refused) > len(texts) // 4
    assert wrong == []
