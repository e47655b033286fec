"""docs/reliability.md says of bounds what generator/bounds.py says."""

from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_page_has_the_table_of_bounds() -> None:
    page = (ROOT / "docs/reliability.md").read_text(encoding="utf-8")

    held = runpy.run_path(str(ROOT / "scripts/bounds.py"))["page_with_bounds"](page)

    assert held == page, "write it anew: python scripts/bounds.py"
