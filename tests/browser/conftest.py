"""The browser that the tests of pages share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import npm_packages
import pytest

from browser.browser import Browser, BrowserMissing, running


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser; the test is skipped where there is none."""
    try:
        with running(tmp_path_factory.mktemp("browser")) as found:
            yield found
    except BrowserMissing as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def packages() -> Path:
    """Scripts that look into pages, as npm installs them."""
    try:
        return npm_packages.install(Path(__file__).parent)
    except npm_packages.ToolMissing as missing:
        pytest.skip(str(missing))
