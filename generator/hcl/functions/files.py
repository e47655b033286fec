"""Functions on paths, and on files that the module is known to have."""

from __future__ import annotations

import base64
import posixpath
from typing import TYPE_CHECKING

from generator.hcl.functions.hashes import digest
from generator.hcl.lazy import on_demand
from generator.hcl.operations import EvaluationError
from generator.hcl.types import text_of
from generator.hcl.values import NotEvaluated, Raw

if TYPE_CHECKING:
    from generator.hcl.evaluator import Evaluator


def basename(path: Raw) -> str:
    """`basename(path)`, as Go has it."""
    text = text_of(path)
    return posixpath.basename(text.rstrip("/")) or ("/" if text else ".")


def dirname(path: Raw) -> str:
    """`dirname(path)`, as Go has it: cleaned."""
    head = posixpath.dirname(text_of(path))
    return posixpath.normpath(head) if head else "."


def _content(evaluator: Evaluator, path: Raw) -> bytes:
    content = evaluator.names.file(text_of(path))
    if content is None:
        raise NotEvaluated
    return content


def file_(evaluator: Evaluator, path: Raw) -> str:
    """`file(path)`."""
    try:
        return _content(evaluator, path).decode()
    except UnicodeDecodeError:
        raise EvaluationError("the file is not UTF-8") from None


def filebase64(evaluator: Evaluator, path: Raw) -> str:
    """`filebase64(path)`."""
    return base64.b64encode(_content(evaluator, path)).decode()


def fileexists(evaluator: Evaluator, path: Raw) -> bool:
    """`fileexists(path)`, where it is known to exist."""
    _content(evaluator, path)
    return True


def filemd5(evaluator: Evaluator, path: Raw) -> str:
    """`filemd5(path)`."""
    return digest(_content(evaluator, path), "md5")


def filesha1(evaluator: Evaluator, path: Raw) -> str:
    """`filesha1(path)`."""
    return digest(_content(evaluator, path), "sha1")


def filesha256(evaluator: Evaluator, path: Raw) -> str:
    """`filesha256(path)`."""
    return digest(_content(evaluator, path), "sha256")


def filesha512(evaluator: Evaluator, path: Raw) -> str:
    """`filesha512(path)`."""
    return digest(_content(evaluator, path), "sha512")


def filebase64sha256(evaluator: Evaluator, path: Raw) -> str:
    """`filebase64sha256(path)`."""
    return digest(_content(evaluator, path), "sha256", "base64")


def filebase64sha512(evaluator: Evaluator, path: Raw) -> str:
    """`filebase64sha512(path)`."""
    return digest(_content(evaluator, path), "sha512", "base64")


def templatefile(evaluator: Evaluator, path: Raw, names: Raw) -> Raw:
    """`templatefile(path, names)`."""
    text = file_(evaluator, path)
    if not isinstance(names, dict):
        raise EvaluationError("the second argument is an object of names and values")
    render = on_demand("generator.hcl.filetemplates", "render")
    return render(evaluator, text_of(path), text, names)
