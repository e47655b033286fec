"""The shape of "x-tfgen" at the root of the schema: what it may say, as a JSON Schema of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from generator.spec.json_schema import compile_schema, schema_error

if TYPE_CHECKING:
    from jsonschema_rs import Draft202012Validator

ANNOTATION = "x-tfgen"
SINGLE = (
    "region",
    "account",
    "suffix",
    "ephemeral",
    "protected",
    "owner",
    "pull_request",
    "expires_on",
    "expires_after_days",
    "tags",
)
"""The annotations that name one knob each."""
VERBATIM = "verbatim"
"""The annotation that lists the strings whose braces are their own, and no placeholders."""

_TEXT = {"type": "string"}
_PATHS = {"type": "array", "items": _TEXT}
_SOME_PATHS = {**_PATHS, "minItems": 1}
_DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_VERSION = {"type": "string", "pattern": "^[0-9]+(\\.[0-9]+)*$"}
_COMMON = {
    "within": _PATHS,
    "when": {"type": "object"},
    "severity": {"enum": ["error", "warning"]},
    "message": _TEXT,
    "source": _TEXT,
}


def _rules(required: list[str], **properties: Any) -> dict[str, Any]:
    rule = {"type": "object", "properties": {**_COMMON, **properties}, "required": required}
    return {"type": "array", "items": rule}


_SHAPE = {
    "type": "object",
    "properties": {
        **dict.fromkeys(SINGLE, _TEXT),
        VERBATIM: _PATHS,
        "unique": _rules(["paths"], paths=_SOME_PATHS),
        "budgets": _rules(["sum", "limit"], sum=_SOME_PATHS, limit=_TEXT, leave={"type": "number"}),
        "single_owners": _rules(["when"], when={"type": "object", "minProperties": 1}),
        "at_most": _rules(
            ["path", "times", "of"],
            path=_TEXT,
            times={"type": "number"},
            of=_TEXT,
            shared_by=_TEXT,
            unset={
                "type": "object",
                "properties": {
                    "by": _TEXT,
                    "values": {"type": "object", "additionalProperties": {"type": "number"}},
                    "other": {"type": "number"},
                },
                "required": ["by", "values", "other"],
            },
        ),
        "distinct": _rules(["of"], of=_SOME_PATHS, by=_PATHS, ignoring=_TEXT),
        "sources": _rules(
            ["paths", "below", "folder", "handler"],
            paths=_SOME_PATHS,
            below=_TEXT,
            folder=_TEXT,
            handler=_TEXT,
            among={"type": "object", "additionalProperties": {"type": "array"}},
            build={
                "type": "object",
                "properties": {
                    "when": {"type": "object"},
                    **dict.fromkeys(("runtime", "architecture", "target"), _TEXT),
                },
                "required": ["when", "runtime", "architecture", "target"],
            },
        ),
        "siblings": _rules(["path", "separator", "like"], path=_TEXT, separator=_TEXT, like=_TEXT),
        "refers": _rules(["path", "to"], path=_TEXT, after=_TEXT, to=_SOME_PATHS),
        "flows": _rules(
            ["of", "takes", "gives", "while", "given"],
            **dict.fromkeys(("of", "takes", "elsewhere", "narrowed", "gives", "while"), _TEXT),
            given={"type": "array", "items": _TEXT},
            givers={"type": "object", "additionalProperties": _TEXT},
        ),
        "defaults": _rules(
            ["paths", "default", "of", "version"], paths=_SOME_PATHS, default={}, of=_TEXT, version=_VERSION
        ),
        "needs": _rules(
            ["paths", "of", "version"],
            paths=_SOME_PATHS,
            values={"type": "array"},
            above={"type": "number"},
            of=_TEXT,
            version=_VERSION,
            since=_VERSION,
        ),
        "discouraged": _rules(["when", "message"], when={"type": "object", "minProperties": 1}),
        "retained": _rules(["address", "knob", "holds"], address=_TEXT, knob=_TEXT, holds=_TEXT),
        "lifetimes": _rules(
            ["paths", "dates"],
            paths=_PATHS,
            dates={
                "type": "object",
                "additionalProperties": {
                    "type": "object",
                    "properties": dict.fromkeys(("deprecated", "no_create", "no_update"), _DAY),
                },
            },
            warn_days={"type": "integer", "minimum": 0, "maximum": 36_500},
            default_warn_days={"type": "integer", "minimum": 0, "maximum": 36_500},
        ),
    },
}


@cache
def _validator() -> Draft202012Validator:
    return compile_schema(_SHAPE, "")


def hold_annotation(raw: dict[str, Any], path: str) -> None:
    """Refuse a schema whose "x-tfgen" says what it can't.

    Args:
        raw: The schema.
        path: Its file, for messages.

    Raises:
        SpecError: It does.
    """
    if ANNOTATION in raw:
        for error in _validator().iter_errors(raw[ANNOTATION]):
            raise schema_error(error, path, (ANNOTATION,))
