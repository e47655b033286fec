"""What a rule found, as every report tells it."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Iterable
from enum import IntEnum, StrEnum
from typing import NamedTuple, Protocol

from generator.location import Location


class Severity(IntEnum):
    """How bad a finding is: an error fails a deployment or is unsafe."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The word for it in reports: "info", "warning" or "error"."""
        return self.name.lower()


class Category(StrEnum):
    """What findings are about, in the order in which a person reads them."""

    DEPLOY = "deploy"
    CHANGE = "change"
    SECURITY = "security"
    OPERATIONS = "operations"
    CONVENTION = "convention"

    @property
    def meaning(self) -> str:
        """What such findings say, as a heading has it."""
        return {
            Category.DEPLOY: "an apply fails, or what it makes does not work",
            Category.CHANGE: "this change breaks what is there",
            Category.SECURITY: "open to others",
            Category.OPERATIONS: "hard to run",
            Category.CONVENTION: "a matter of taste",
        }[self]


class RuleFacts(Protocol):
    """What reports tell of a rule."""

    @property
    def id(self) -> str:
        """Such as "TFG018"."""
        ...

    @property
    def name(self) -> str:
        """Such as "lambda-timeout-range"."""
        ...

    @property
    def severity(self) -> Severity:
        """Of its findings."""
        ...

    @property
    def category(self) -> Category:
        """What its findings are about."""
        ...

    @property
    def summary(self) -> str:
        """What is to be so, in one line."""
        ...

    @property
    def reason(self) -> str:
        """What happens otherwise."""
        ...

    @property
    def source(self) -> str:
        """Where it is documented."""
        ...


class SpecValue(NamedTuple):
    """A value of a spec that made a line of a rendered file.

    Attributes:
        path: The way to it, such as `functions.authorizer.timeout_seconds`.
        value: The value as JSON.
        origin: Where it comes from, as a person reads it: a place, `schema default` or `--set`.
        location: That place, if it is one.
    """

    path: str
    value: str
    origin: str
    location: Location | None


class TemplateSource(NamedTuple):
    """Where a line of a rendered file can be mended.

    Attributes:
        template: The template's line.
        values: What of the spec went into it.
    """

    template: Location
    values: tuple[SpecValue, ...]


Origin = Callable[[str, int], TemplateSource | None]
"""Says what made a line of a rendered file, by its path in the folder and the line's number; None if nothing."""


class Finding(NamedTuple):
    """One thing that a rule found.

    Attributes:
        rule: The rule's id.
        name: The rule's name.
        severity: As the rule has it.
        location: The first character of what has to change; the path is relative to the folder that was checked.
        end: The place after its last character.
        message: What is wrong, on one line.
        hint: The way out, or empty.
        address: The resource that it is about, or empty.
        text: The line of the file that it begins on.
        environment: The environment, if one was named.
        folder: The folder that was checked, as the user would name it.
        source: For a rendered file: what made the line.
        category: What it is about.
        rendered: Whether tfgen rendered the folder.
    """

    rule: str
    name: str
    severity: Severity
    location: Location
    end: Location
    message: str
    hint: str = ""
    address: str = ""
    text: str = ""
    environment: str = ""
    folder: str = ""
    source: TemplateSource | None = None
    category: Category = Category.DEPLOY
    rendered: bool = False

    @property
    def place(self) -> str:
        """The file, as the user would name it."""
        return self.location.path if self.folder in {"", "."} else f"{self.folder}/{self.location.path}"

    @property
    def advice(self) -> str:
        """What is wrong, with the way out in brackets where one is known."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class Findings(NamedTuple):
    """What a check found.

    Attributes:
        found: The findings, by environment, file and place.
        suppressed: How many findings a comment or the baseline kept from being told.
        files: How many files were looked at.
    """

    found: tuple[Finding, ...]
    suppressed: int
    files: int

    def by_severity(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity, the worst first."""
        return {
            severity: sum(finding.severity == severity for finding in self.found)
            for severity in reversed(Severity)
        }


def fingerprints(found: Iterable[Finding]) -> list[str]:
    """Return for each finding what stays the same of it when lines above it come and go.

    It is made of the rule, the file, the resource and the line's words; where several findings have these in
    common they are numbered.
    """
    hashlib = importlib.import_module("hashlib")  # only reports that keep findings apart need it
    seen: Counter[str] = Counter()
    marks = []
    for finding in found:
        parts = (finding.rule, finding.place, finding.address, " ".join(finding.text.split()))
        base = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        seen[base] += 1
        marks.append(f"{base}:{seen[base]}")
    return marks
