"""Our formatter is `terraform fmt`, byte for byte, on HCL of every kind and on what has been pulled about."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from terraform_bench import Terraform

from generator.render.format import FormatError, _format, format_hcl

CASES = sorted((Path(__file__).parent / "format").glob("*.txt"))
SEPARATOR = "# === formatted ===\n"
GOLDEN = {path.stem: path.read_bytes().decode().partition(SEPARATOR) for path in CASES}
"""By name: the text, the separator, and the text as terraform formats it; clean texts have no second part."""
TEXTS = {name: given for name, (given, _, _) in GOLDEN.items()}
PIECES = [
    "a",
    " = ",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    '"',
    "${",
    "%{",
    "\n",
    "<<EOT\n",
    "EOT\n",
    "#",
    "/*",
    "*/",
    ",",
    ".",
]
MANGLED = 12
"""How many pulled-about versions of each text terraform is asked about."""


def mangled(text: str, seed: int) -> str:
    """Change the space at the beginning of lines and around `=`, where it means nothing."""
    rng = random.Random(seed)
    lines, heredoc = [], ""
    for original in text.split("\n"):
        line = original
        if not heredoc and not re.search(r"^\s*$", line):
            indented = " " * rng.randint(0, 6) + original.lstrip(" ")
            line = re.sub(
                r"^(\s*\w+) *= *(?=[\w\"\[{(])", lambda m: m[1] + " " * rng.randint(0, 3) + "= ", indented
            )
        lines.append(line)
        opened = re.search(r"<<-?(\w+)$", line)
        heredoc = opened[1] if opened else "" if line.strip() == heredoc else heredoc
    return "\n".join(lines)


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_cases(name: str) -> None:
    text, separator, formatted = GOLDEN[name]

    assert format_hcl(text) == (formatted if separator else text)


@pytest.mark.parametrize("name", TEXTS)
def test_formatting_twice_changes_nothing_more_and_shortcuts_change_nothing_at_all(name: str) -> None:
    formatted = format_hcl(TEXTS[name])

    assert format_hcl(formatted) == formatted
    assert _format(TEXTS[name], name, quick=False) == formatted


@settings(deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3)).map("".join))
def test_any_text_is_formatted_or_refused_with_a_place(text: str) -> None:
    try:
        formatted = format_hcl(text)
    except FormatError as error:
        assert error.location is not None
        assert 1 <= error.location.line <= text.count("\n") + 1
    else:
        assert "".join(formatted.split()) or not "".join(text.replace("\ufeff", "").split())


@pytest.mark.slow
def test_terraform_formats_it_the_same(terraform: Terraform, tmp_path: Path) -> None:
    texts = {f"{name}-0.tf": text for name, text in TEXTS.items()}
    texts |= {f"{n}-{i}.tf": mangled(text, i) for n, text in TEXTS.items() for i in range(1, MANGLED)}
    ours = {}
    for name, text in texts.items():
        (tmp_path / name).write_bytes(text.encode())
        ours[name] = format_hcl(text)
    terraform.run(tmp_path, "fmt", "-no-color").check()
    theirs = {name: (tmp_path / name).read_bytes().decode() for name in texts}

    assert len(texts) >= MANGLED
    assert [name for name in texts if ours[name] != theirs[name]] == []
