"""Counts the inputs that tests try, and writes that into docs/reliability.md: python scripts/inputs.py.

Counted are the tests, each of which has an input of its own at least; a property is tried with some hundreds.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "reliability.md"
ROWS = (
    (
        "any value in any position of a template",
        "what is parsed has that value there, and nothing else",
        "tests/render",
    ),
    ("random schemas and specs", "`--all` gives the bytes of one process an environment", "tests/environments"),
    ("generated JSON Schemas and specs", "the verdict of the JSON Schema library", "tests/spec"),
    (
        "real and made-up HCL",
        "parsed and formatted as terraform does; what fails is not evaluated",
        "tests/hcl",
    ),
    (
        "configurations, hostile ones among them",
        "found is what is wrong, and no message tells a secret",
        "tests/check",
    ),
    ("manifests, journals and stages changed by hand", "nothing but tfgen's own files is touched", "tests/output"),
    (
        "commands as a user gives them, hostile files among them",
        "an error with its place, and its exit code",
        "tests/cli",
    ),
)
"""What is tried, what has to hold, and where the tests are."""
_START, _END = "<!-- inputs -->\n", "<!-- end of inputs -->\n"
_PASSED = re.compile(r"(\d+) passed")


def count(folder: str) -> int:
    """Run the quick tests in a folder; return how many passed.

    Raises:
        subprocess.CalledProcessError: One failed.
    """
    words = ["-m", "pytest", "-q", "-n", "auto", "-m", "not slow", folder]
    done = subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return int(_PASSED.findall(done.stdout)[-1])


def page_with_inputs(page: str, counts: dict[str, int]) -> str:
    """Return a page with the table of inputs between its two marks."""
    before, _, rest = page.partition(_START)
    after = rest.partition(_END)[2]
    rows = [f"| {inputs} | {holds} | {counts[folder]:,} | `pytest {folder}` |" for inputs, holds, folder in ROWS]
    head = ["| inputs | what has to hold | tests passed | command |", "|---|---|---|---|"]
    table = "\n".join([*head, *rows])
    return f"{before}{_START}{table}\n{_END}{after}"


if __name__ == "__main__":
    found = {folder: count(folder) for _, _, folder in ROWS}
    PAGE.write_text(page_with_inputs(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
