"""Functions on paths, on files that the module is known to have, and on templates."""

from __future__ import annotations

import base64
import posixpath

from generator.hcl.evaluation.functions import file_patterns
from generator.hcl.evaluation.functions.hashes import digest
from generator.hcl.evaluation.name_lookup import FunctionContext
from generator.hcl.evaluation.operations import EvaluationError, MissingFile
from generator.hcl.evaluation.types import make_set, text_of
from generator.hcl.evaluation.values import NotEvaluated, Raw


def basename(path: Raw) -> str:
    """`basename(path)`, as Go has it."""
    text = text_of(path)
    return posixpath.basename(text.rstrip("/")) or ("/" if text else ".")


def dirname(path: Raw) -> str:
    """`dirname(path)`, as Go has it: cleaned."""
    head = posixpath.dirname(text_of(path))
    return posixpath.normpath(head) if head else "."


def pathexpand(path: Raw) -> str:
    """`pathexpand(path)`; what the home folder is we don't know."""
    text = text_of(path)
    if text.startswith("~"):
        raise NotEvaluated
    return text


def _content(evaluator: FunctionContext, path: Raw) -> bytes:
    content = evaluator.names.file(text_of(path))
    if content is None:
        raise NotEvaluated
    return content


def _read_present(evaluator: FunctionContext, path: Raw) -> bytes:
    """Return what a file holds that is read as it stands, which so has to be there before anything is made.

    Raises:
        MissingFile: It is not.
    """
    if evaluator.names.lacks(text_of(path)):
        raise MissingFile("there is no file {}", text_of(path))
    return _content(evaluator, path)


def file_(evaluator: FunctionContext, path: Raw) -> str:
    """`file(path)`."""
    try:
        return _read_present(evaluator, path).decode()
    except UnicodeDecodeError:
        raise EvaluationError("the file is not UTF-8") from None


def filebase64(evaluator: FunctionContext, path: Raw) -> str:
    """`filebase64(path)`."""
    return base64.b64encode(_read_present(evaluator, path)).decode()


def fileexists(evaluator: FunctionContext, path: Raw) -> bool:
    """`fileexists(path)`, where it is known to exist."""
    _content(evaluator, path)
    return True


def filemd5(evaluator: FunctionContext, path: Raw) -> str:
    """`filemd5(path)`."""
    return digest(_content(evaluator, path), "md5")


def filesha1(evaluator: FunctionContext, path: Raw) -> str:
    """`filesha1(path)`."""
    return digest(_content(evaluator, path), "sha1")


def filesha256(evaluator: FunctionContext, path: Raw) -> str:
    """`filesha256(path)`."""
    return digest(_content(evaluator, path), "sha256")


def filesha512(evaluator: FunctionContext, path: Raw) -> str:
    """`filesha512(path)`."""
    return digest(_content(evaluator, path), "sha512")


def filebase64sha256(evaluator: FunctionContext, path: Raw) -> str:
    """`filebase64sha256(path)`."""
    return digest(_content(evaluator, path), "sha256", "base64")


def filebase64sha512(evaluator: FunctionContext, path: Raw) -> str:
    """`filebase64sha512(path)`."""
    return digest(_content(evaluator, path), "sha512", "base64")


def templatefile(evaluator: FunctionContext, path: Raw, names: Raw) -> Raw:
    """`templatefile(path, names)`."""
    return _render(evaluator, text_of(path), file_(evaluator, path), names)


def _render(evaluator: FunctionContext, path: str, text: str, names: Raw) -> Raw:
    if not isinstance(names, dict):
        raise EvaluationError("the second argument is an object of names and values")
    return evaluator.render(path, text, names)


def templatestring(evaluator: FunctionContext, text: Raw, names: Raw) -> Raw:
    """`templatestring(text, names)`."""
    return _render(evaluator, "the template", text_of(text), names)


def fileset(evaluator: FunctionContext, path: Raw, pattern: Raw) -> Raw:
    """`fileset(path, pattern)`; unknown where there is none, for a build may yet make some."""
    base = posixpath.normpath(text_of(path))
    wanted = posixpath.normpath(f"{base}/{text_of(pattern)}")
    below = evaluator.names.files_below(file_patterns.fixed_folder(wanted)) if text_of(pattern) else None
    fits = file_patterns.matcher(wanted)
    found = [posixpath.relpath(name, base) for name in below or () if fits(name)]
    if not found:
        raise NotEvaluated
    evaluator.budget.spend(len(found))
    return make_set(found)
