"""The review page in a real browser: what a person sees, does, hears and prints."""

from __future__ import annotations

import contextlib
import functools
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import review_values as values
from selenium.common.exceptions import TimeoutException
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select, WebDriverWait

from browser.browser import Browser
from generator.model.change import Action, Change, ChangeGroup, Effect, EnvironmentChanges, Review
from generator.model.finding import Findings
from generator.report import review_page

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("browser")]

CARDS = ".card h3"
ALL = [
    "aws_dynamodb_table.items",
    "aws_sqs_queue.event_storage",
    "aws_iam_role_policy.event_storage",
    "aws_lambda_function.event_storage",
    "aws_cloudwatch_metric_alarm.storage_age",
    "output.old_endpoint",
]


def written(folder: Path, pull_requests: int) -> str:
    """Return the address of a review."""
    review = values.review(pull_requests)
    diagrams = {each.environment: values.diagram(each.environment) for each in review.environments}
    path = folder / "review.html"
    path.write_text(review_page.report(review, values.findings(), diagrams), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A review of many environments."""
    return written(tmp_path_factory.mktemp("page"), 38)


@pytest.fixture(scope="module")
def small_page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A review of few environments, with every kind of thing in it."""
    return written(tmp_path_factory.mktemp("page"), 3)


@pytest.fixture(scope="module")
def served(page: str) -> Iterator[str]:
    """The address of the same review on a server of our own."""
    folder = Path(page.removeprefix("file://")).parent
    handler = functools.partial(Silent, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/review.html"
        server.shutdown()


class Silent(http.server.SimpleHTTPRequestHandler):
    """A server that keeps a list instead of printing one."""

    asked: list[str] = []  # noqa: RUF012 (of all its requests, each of which has an instance of its own)

    def log_message(self, format: str, *args: object) -> None:
        self.asked.append(self.path)


def status(browser: Browser, expected: str) -> None:
    """Wait until the page says how many changes are shown: it waits itself until nobody types."""
    wait(browser, lambda: browser.find("form output").text, expected)


def address(browser: Browser, expected: str) -> None:
    """Wait until the address is the page's with something after it."""
    wait(browser, lambda: browser.driver.current_url.partition("#")[2], expected)


def wait(browser: Browser, look: Callable[[], object], expected: object) -> None:
    """Wait until what there is to see is as it should be."""
    with contextlib.suppress(TimeoutException):
        WebDriverWait(browser.driver, 20, 0.05).until(lambda _: look() == expected)
    assert look() == expected


def open_all(browser: Browser) -> None:
    browser.run("for (const each of document.querySelectorAll('details')) each.open = true")


def test_it_asks_for_nothing_and_says_nothing_on_the_console(browser: Browser, page: str, served: str) -> None:
    for address in (page, served):
        browser.open(address)

        assert browser.driver.title == "41 of 42 environments differ from main"
        assert browser.texts(CARDS) == ALL
        assert browser.requests() == [address]
        assert browser.console() == []
    assert set(Silent.asked) == {"/review.html"}


def test_it_runs_no_script_and_makes_no_request_but_its_own(browser: Browser, served: str) -> None:
    browser.open(served)

    done = browser.run_later("""
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
        const image = document.createElement("img");
        image.src = "/other.png";
        document.body.append(image);
        document.body.setAttribute("onclick", "window.ran = true");
        document.body.click();
        fetch("/other").then(() => "fetched", () => "refused").then((outcome) => arguments[0]([outcome, window.ran === true]));
    """)

    assert done == ["refused", False]
    assert set(Silent.asked) == {"/review.html"}, "no request gets out of the browser"
    assert browser.console() != [], "what the policy refuses is told"


def test_filters_by_effect_kind_environment_security_and_text_together(browser: Browser, page: str) -> None:
    browser.open(page)
    status(browser, "6 of 6 changes")

    Select(browser.find("select[name=environment]")).select_by_visible_text("dev")
    status(browser, "4 of 6 changes")
    assert browser.texts(CARDS) == ALL[2:]
    assert browser.texts(".alike h3") == ["dev, pr-1, pr-2, pr-3 and 36 more"]
    assert browser.texts(".drawing h3") == ["dev, pr-1, pr-2, pr-3 and 36 more"]
    Select(browser.find("select[name=effect]")).select_by_visible_text("update")
    status(browser, "2 of 6 changes")
    browser.find("input[name=text]").send_keys("STATEMENT delete")
    status(browser, "1 of 6 changes")
    assert browser.texts(CARDS) == [ALL[2]]
    browser.find("input[name=security]").click()
    status(browser, "1 of 6 changes")
    address(browser, "?text=STATEMENT+delete&environment=dev&effect=update&security=yes")
    Select(browser.find("select[name=kind]")).select_by_visible_text("output")
    status(browser, "0 of 6 changes")
    assert browser.texts("#none") == ["No change is left by the filter."]
    browser.find("button[type=reset]").click()
    status(browser, "6 of 6 changes")
    assert browser.texts(CARDS) == ALL
    address(browser, "")
    assert browser.find("form output").get_attribute("aria-live") == "polite"


def test_a_link_holds_a_filter_and_the_numbers_of_the_summary_are_such_links(browser: Browser, page: str) -> None:
    browser.open(f"{page}#?effect=replace")
    status(browser, "1 of 6 changes")
    assert browser.texts(CARDS) == ["aws_sqs_queue.event_storage"]

    browser.find(".tile.security a").click()
    wait(browser, lambda: browser.texts(CARDS), ["aws_iam_role_policy.event_storage"])


@pytest.mark.parametrize(
    "fragment", ["#%", "#?%", "#?text=%00&nothing=1&expand=2", "#?effect=%22%3E", "#nowhere", "#?"]
)
def test_a_link_that_means_nothing_does_no_harm(browser: Browser, page: str, fragment: str) -> None:
    browser.open(page + fragment)

    assert browser.console() == []
    assert browser.find("form.filter").is_displayed()


def test_a_link_leads_to_a_change_opens_it_and_undoes_a_filter_that_hides_it(browser: Browser, page: str) -> None:
    browser.open(f"{page}#change-aws_sqs_queue-event_storage")
    assert browser.run(
        "return [...document.querySelectorAll('.card[open] > summary')].map((each) => each.id)"
    ) == ["change-aws_sqs_queue-event_storage"]
    assert browser.run("return document.activeElement.id") == "change-aws_sqs_queue-event_storage"
    top = browser.run("return document.activeElement.getBoundingClientRect().top")
    assert 0 <= top <= 900

    browser.find("input[name=text]").send_keys("endpoint")
    status(browser, "1 of 6 changes")
    browser.run("location.hash = '#change-aws_dynamodb_table-items'")
    status(browser, "6 of 6 changes")
    assert browser.find("#change-aws_dynamodb_table-items + .inside pre").is_displayed()

    browser.run("location.hash = '#set-1'")
    wait(browser, lambda: browser.find("#set-1").is_displayed(), True)


def test_all_are_opened_and_closed(browser: Browser, page: str) -> None:
    browser.open(f"{page}#?environment=dev")
    browser.find("button[name=expand]").click()
    assert browser.run("return document.querySelectorAll('.card[open]').length") == 4

    browser.find("button[name=collapse]").click()
    assert browser.run("return document.querySelectorAll('.card[open]').length") == 0


def test_the_keyboard_is_enough(browser: Browser, page: str) -> None:
    browser.open(page)
    body = browser.find("body")
    body.send_keys(Keys.TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    assert browser.run("return document.activeElement.getBoundingClientRect().top >= 0")
    body.send_keys("/")
    assert browser.run("return document.activeElement.name") == "text"
    browser.run("document.querySelector('.card summary').focus()")
    outline = browser.run("return getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid" or browser.run("return document.activeElement.matches(':focus-visible')")
    browser.driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert browser.run("return document.querySelector('.card').open")


@pytest.mark.parametrize("width", [320, 360, 480, 768, 1280, 1920])
def test_nothing_overflows(browser: Browser, page: str, width: int) -> None:
    browser.open(page, width=width, height=800)
    open_all(browser)

    assert browser.run("return document.documentElement.scrollWidth") <= width
    outside = browser.run("""
        const scrolled = (element) => element.closest(".canvas, pre, .unseen, .skip");
        return [...document.querySelectorAll("body *")]
            .filter((each) => !scrolled(each) && each.getBoundingClientRect().right > innerWidth + 1)
            .map((each) => each.outerHTML.slice(0, 100));
    """)
    assert outside == []


def test_on_a_phone_the_first_change_is_on_the_first_screen(browser: Browser, page: str) -> None:
    browser.open(page, width=390, height=844)

    assert browser.run("return document.querySelector('.card h3').getBoundingClientRect().bottom") < 844


@pytest.mark.parametrize("width", [390, 761, 1280, 1920])
def test_no_badge_covers_an_address(browser: Browser, page: str, width: int) -> None:
    browser.open(page, width=width)

    covered = browser.run("""
        return [...document.querySelectorAll(".card > summary")].filter((each) => {
            const [badge, address] = [".effect", "h3"].map((part) => each.querySelector(part).getBoundingClientRect());
            return badge.right > address.left && badge.bottom > address.top + 1 && address.bottom > badge.top + 1;
        }).map((each) => each.textContent);
    """)
    assert covered == []


@pytest.mark.parametrize("width", [761, 1280, 1920])
def test_a_diagram_fits(browser: Browser, page: str, width: int) -> None:
    browser.open(page, width=width)
    open_all(browser)

    assert browser.run(
        "return [...document.querySelectorAll('.canvas')].every((each) => each.scrollWidth <= each.clientWidth)"
    )


def test_on_a_phone_old_and_new_stand_one_below_the_other(browser: Browser, page: str) -> None:
    places = "return [...document.querySelectorAll('tr.changed .line')].slice(0, 2).map((each) => each.getBoundingClientRect().toJSON())"
    browser.open(page, width=1280)
    open_all(browser)
    old, new = browser.run(places)
    assert (old["top"], old["right"] < new["left"]) == (new["top"], True)

    browser.open(page, width=360)
    open_all(browser)
    old, new = browser.run(places)
    assert (old["left"], old["bottom"] <= new["top"]) == (new["left"], True)
    assert browser.run(
        "return [...document.querySelectorAll('tr.same')].every((row) => row.innerText.trim().split('\\n').length <= 2)"
    )


def test_it_is_dark_where_everything_is(browser: Browser, page: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        browser.open(page, scheme=scheme)
        grounds.append(browser.run("return getComputedStyle(document.body).backgroundColor"))

    assert grounds == ["rgb(245, 246, 248)", "rgb(17, 21, 27)"]


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_printed_is_all_open_in_light_colours_and_without_controls(
    browser: Browser, page: str, scripts: bool
) -> None:
    browser.open(page, scheme="dark", media="print", width=794, scripts=scripts)
    shown = "[...document.querySelectorAll('%s')].map((each) => each.getBoundingClientRect().height > 0 && each.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}))"

    blocks = browser.evaluate(shown % ".card .inside, .words li, .sets li, details.file pre")
    assert len(blocks) > 20
    assert all(blocks)
    assert not any(browser.evaluate(shown % "form.filter, nav, .link"))
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert browser.evaluate("document.documentElement.scrollWidth") <= 794


def test_it_reads_without_scripts(browser: Browser, page: str) -> None:
    browser.open(page, scripts=False)

    assert browser.evaluate("document.querySelector('form.filter').hidden")
    assert browser.texts(CARDS) == ALL
    browser.find("#change-aws_iam_role_policy-event_storage h3").click()
    assert "dynamodb:DeleteItem" in browser.find(".card[open] .attributes").text


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")])
def test_nobody_finds_a_barrier(
    browser: Browser, small_page: str, packages: Path, width: int, scheme: str
) -> None:
    browser.open(small_page, width=width, scheme=scheme)
    open_all(browser)
    axe = (packages / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    browser.evaluate(axe + ";0")

    found = browser.run_later("axe.run().then((result) => arguments[0](result))")

    told = [
        (
            each["impact"],
            each["id"],
            [node["html"][:160] for node in each["nodes"]][:4],
            each["nodes"][0]["failureSummary"],
        )
        for each in found["violations"]
    ]
    assert told == []
    assert len(found["passes"]) > 20


def test_texts_that_would_be_more_are_shown_as_they_are(browser: Browser, tmp_path: Path) -> None:
    hostile = "</code></script><script>window.ran = true</script><img src=x onerror='window.ran = true'>\u202egnp"
    change = Change(
        hostile,
        "resource",
        hostile,
        Action.ADDED,
        Effect.CREATE,
        meaning=hostile,
        security=(hostile,),
        after=values.extent("a.tf", 1, hostile),
    )
    review = Review(
        hostile,
        ("dev",),
        (EnvironmentChanges("dev", Action.CHANGED, (change,), ()),),
        (ChangeGroup(change, ("dev",)),),
    )
    path = tmp_path / "hostile.html"
    path.write_text(review_page.report(review, Findings((), 0, 0), {}), encoding="utf-8")

    browser.open(path.as_uri())
    open_all(browser)

    shown = hostile.replace("\u202e", "\\u202e")
    assert browser.find(CARDS).text == shown
    assert browser.find(".block .line code").text == shown
    assert browser.run("return [window.ran === true, document.scripts.length, document.images.length]") == [
        False,
        1,
        0,
    ]
    assert browser.requests() == [path.as_uri()]
    assert browser.console() == []
