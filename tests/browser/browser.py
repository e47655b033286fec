"""A headless Chromium, with what it says on its console and asks of the network."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import WebDriverWait

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_LOAD_SECONDS = 60


class BrowserMissing(Exception):
    """There is no browser, or nothing to drive it with; the message is a reason to skip."""


class Browser:
    """A browser with one page open."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(
        self,
        address: str,
        *,
        width: int = 1280,
        height: int = 900,
        scheme: str = "light",
        media: str = "",
        scripts: bool = True,
    ) -> None:
        """Open a page as a screen, a colour scheme and a medium would show it."""
        self.driver.get("about:blank")
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]
        self._command("Emulation.setEmulatedMedia", media=media, features=features)
        self._command(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 500,
        )
        self._command("Emulation.setScriptExecutionDisabled", value=not scripts)
        self.console()
        self.requests()
        self.driver.get(address)
        # Where scripts are off the driver can't ask the page itself, and returns before it is there.
        WebDriverWait(self.driver, _LOAD_SECONDS, 0.05).until(
            lambda _: self.evaluate("location.href != 'about:blank' && document.readyState == 'complete'")
        )

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what a script returns."""
        return self.driver.execute_script(script, *arguments)

    def run_later(self, script: str) -> Any:
        """Return what a script says to its callback, `arguments[0]`."""
        return self.driver.execute_async_script(script)

    def evaluate(self, expression: str) -> Any:
        """Return an expression's value, even where the page may run no scripts."""
        answer = self._command("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def find(self, selector: str) -> WebElement:
        """Return the first element that a selector matches."""
        return self.driver.find_element("css selector", selector)

    def texts(self, selector: str) -> list[str]:
        """Return the texts of the elements that are shown."""
        elements = self.driver.find_elements("css selector", selector)
        return [element.text for element in elements if element.is_displayed()]

    def console(self) -> list[str]:
        """Return what came to the console since it was last asked for."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """Return the addresses that were asked for since it was last asked for."""
        messages = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        sent = [
            message["params"]["request"]["url"]
            for message in messages
            if message["method"] == "Network.requestWillBeSent"
        ]
        return [address for address in sent if address != "about:blank"]

    def _command(self, name: str, **parameters: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.driver.execute_cdp_cmd(name, parameters)
        return answer


@contextmanager
def running(folder: Path) -> Iterator[Browser]:
    """Run a browser that keeps what it has in a folder.

    Raises:
        BrowserMissing: There is none.
    """
    program = next(filter(None, map(shutil.which, _NAMES)), None)
    if program is None:
        raise BrowserMissing("no chromium is on the PATH")
    service = shutil.which("chromedriver")
    if service is None:
        raise BrowserMissing("no chromedriver is on the PATH")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for argument in (
        "headless=new",
        "disable-gpu",
        "disable-dev-shm-usage",
        "no-first-run",
        f"user-data-dir={folder}",
    ):
        options.add_argument(f"--{argument}")
    if os.geteuid() == 0:  # its sandbox is not for root
        options.add_argument("--no-sandbox")
    driver = webdriver.Chrome(options=options, service=Service(service, log_output=str(folder / "driver.log")))
    driver.set_page_load_timeout(_LOAD_SECONDS)
    try:
        yield Browser(driver)
    finally:
        driver.quit()
