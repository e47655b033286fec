"""What a project sets about checks: `[check]` in tfgen.toml, or `[tool.tfgen.check]` in pyproject.toml."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generator import bounds
from generator.check import catalogue
from generator.check.language.dialect import read_dialect
from generator.errors import TfgenError, raise_all
from generator.location import Location
from generator.naming import did_you_mean, quote
from generator.providers import normal_source

FILES = ("tfgen.toml", "pyproject.toml")
"""Where settings are looked for; in the first that has some, they all are; one without any is as if absent."""
SECTIONS = ("check", "rollout")
"""The tables at the top of `tfgen.toml`, and below `[tool.tfgen]`."""
_PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')[ \t]*+"""
_LONG_KEY = re.compile(
    rf"(?:^|[\[{{,])[ \t]*+{_PART}(?:\.[ \t]*+{_PART}){{{bounds.TOML_KEY_PARTS.limit}}}+", re.MULTILINE
)
"""A key that Python's reader of TOML takes quadratic time and memory for."""
FAIL_LEVELS = ("error", "warning", "never")


class Configuration(NamedTuple):
    """What is set.

    Attributes:
        select: As `--select`.
        ignore: As `--ignore`.
        fail_on: As `--fail-on`; empty if it is not set.
        baseline: As `--baseline`, relative to the file's folder; empty if there is none.
        options: What is set about rules, for each id.
        providers: Pairs of a provider's source and the version that is meant.
        dialect: Whose language is meant, such as "terraform" or "opentofu 1.10"; empty where it is not set.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str = ""
    baseline: str = ""
    options: Mapping[str, Mapping[str, Any]] = {}
    providers: tuple[tuple[str, str], ...] = ()
    dialect: str = ""


def read(content: bytes, path: str) -> Configuration | None:
    """Return what a file sets, or None if it sets nothing about checks.

    Args:
        content: What the file holds.
        path: The file, as errors name it; the name decides where in it the settings are.

    Raises:
        TfgenError: It is not TOML, or sets what there is not; all problems at once.
    """
    found = read_toml(content, path)
    return None if found is None else _ConfigurationReader(path, found.text).configuration(found.document)


class SettingsFile(NamedTuple):
    """A file of settings.

    Attributes:
        document: What it sets about tfgen; a table, if it is right.
        text: The whole of it.
    """

    document: Any
    text: str


def read_toml(content: bytes, path: str) -> SettingsFile | None:
    """Return what a file sets about tfgen, or None if that is nothing; see `read`.

    Raises:
        TfgenError: It is not TOML.
    """
    own = path.rpartition("/")[2] == FILES[0]
    if not own and b"tool.tfgen" not in content:
        return None
    text = content.decode("utf-8", "replace")
    # Most runs find no settings, and need no parser of them.
    long_key = _LONG_KEY.search(text)
    if long_key:
        raise TfgenError(bounds.TOML_KEY_PARTS.message, Location(path, text.count("\n", 0, long_key.end()) + 1))
    toml = importlib.import_module("tomllib")
    try:
        document: Any = toml.loads(text)
    except RecursionError:
        raise TfgenError("is not read as TOML: it nests too deep", Location(path)) from None
    except toml.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Location(path, int(found[1]), int(found[2])) if found else Location(path)
        raise TfgenError(f"is not TOML: {str(error).partition(' (at ')[0]}", place) from None
    except ValueError:  # the one that is left: https://docs.python.org/3/library/stdtypes.html#int-max-str-digits
        raise TfgenError("a number has more digits than can be read", Location(path)) from None
    for key in () if own else ("tool", "tfgen"):
        document = document.get(key, {}) if isinstance(document, dict) else {}
    sets_something = any(document.values()) if isinstance(document, dict) else True
    return SettingsFile(document, text) if sets_something else None


def setting_location(text: str, path: str, key: str) -> Location:
    """Return where a key is set, the top of the file where that is not seen."""
    found = re.search(rf'^\s*"?{re.escape(key)}"?\s*=|^\s*\[.*\b{re.escape(key)}\b.*\]', text, re.MULTILINE)
    return Location(path, text.count("\n", 0, found.end()) + 1 if found else 1)


class _ConfigurationReader:
    def __init__(self, path: str, text: str) -> None:
        self._path, self._text = path, text
        self._problems: list[TfgenError] = []

    def configuration(self, document: Any) -> Configuration:
        kinds: dict[str, Callable[[str, Any], Any]] = {
            "select": self._names,
            "ignore": self._names,
            "fail-on": self._level,
            "baseline": self._string,
            "options": self._options,
            "providers": self._providers,
        }
        values = {}
        if not isinstance(document, dict):
            self._wrong("tfgen", "has to be a table")
            document = {}
        for section in document.keys() - {*SECTIONS, "dialect"}:
            self._wrong(section, "is no section", did_you_mean(section, SECTIONS))
        settings = document.get("check", {})
        if not isinstance(settings, dict):
            self._wrong("check", "has to be a table")
            settings = {}
        for key, value in settings.items():
            if key in kinds:
                values[key.replace("-", "_")] = kinds[key](key, value)
            else:
                self._wrong(key, "is no setting", did_you_mean(key, kinds))
        dialect = document.get("dialect", "")
        if dialect and read_dialect(dialect) is None:
            self._wrong(
                "dialect", "is terraform or opentofu, with a version or without", 'such as "opentofu 1.10"'
            )
        raise_all(self._problems)
        return Configuration(**values, dialect=dialect)

    def _names(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self._wrong(key, "has to be a list of rules", 'such as ["TFG012", "TFG1"]')
            return ()
        return tuple(value)

    def _level(self, key: str, value: Any) -> str:
        if value not in FAIL_LEVELS:
            self._wrong(key, f"has to be one of {', '.join(FAIL_LEVELS)}")
            return ""
        return str(value)

    def _string(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            self._wrong(key, "has to be a string")
            return ""
        return value

    def _providers(self, key: str, value: Any) -> tuple[tuple[str, str], ...]:
        if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
            self._wrong(key, "has to be a table of versions", 'such as aws = "6.69.1"')
            return ()
        for name, version in value.items():
            if not re.fullmatch(r"\d+(\.\d+){0,2}", version):
                self._wrong(name, f"has to be a version, not {quote(version)}", 'such as "6.69.1" or "6"')
        return tuple((normal_source(name), version) for name, version in value.items())

    def _options(self, key: str, value: Any) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        if not isinstance(value, dict):
            self._wrong(key, "has to be a table of rules")
            return found
        for word, settings in value.items():
            try:
                rule = catalogue.find(word)
            except TfgenError as error:
                self._wrong(word, "is no rule", error.hint)
                continue
            known = {option.name: option for option in getattr(rule, "options", ())}
            if not isinstance(settings, dict):
                self._wrong(word, "has to be a table of options")
                continue
            for name, setting in settings.items():
                if name not in known:
                    self._wrong(name, f"is no option of {rule.id}", did_you_mean(name, known))
                elif type(setting) is not type(known[name].default) and not _is_names(
                    setting, known[name].default
                ):
                    self._wrong(name, f"has to be like {known[name].default!r}")
                else:
                    value_of = tuple(setting) if isinstance(setting, list) else setting
                    found.setdefault(rule.id, {})[name] = value_of
        return found

    def _wrong(self, key: str, message: str, hint: str = "") -> None:
        where = setting_location(self._text, self._path, key)
        self._problems.append(TfgenError(f"{quote(key)} {message}", where, hint))


def _is_names(setting: Any, default: Any) -> bool:
    return (
        isinstance(default, tuple) and isinstance(setting, list) and all(isinstance(each, str) for each in setting)
    )
