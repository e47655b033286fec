"""Writes the table of bounds, generator/bounds.py, into docs/reliability.md: python scripts/bounds.py."""

from __future__ import annotations

from pathlib import Path

from generator import bounds

PAGE = Path(__file__).parent.parent / "docs" / "reliability.md"
_START, _END = "<!-- bounds -->\n", "<!-- end of bounds -->\n"


def page_with_bounds(page: str) -> str:
    """Return a page with the table of bounds between its two marks."""
    before, _, rest = page.partition(_START)
    after = rest.partition(_END)[2]
    rows = [f"| {_cell(bound.message)} | {_cell(bound.reason)} |" for bound in bounds.table()]
    table = "\n".join(["| what is said of more | why no more |", "|---|---|", *rows])
    return f"{before}{_START}{table}\n{_END}{after}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page_with_bounds(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
