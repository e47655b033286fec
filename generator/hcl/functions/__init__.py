"""Terraform's functions, by name: how many arguments they take, and which module has them.

A function's arguments are Python values; it returns one, or raises EvaluationError or ConversionError where
Terraform would refuse, and NotEvaluated where we can't say.

Source:
    https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from generator.hcl.lazy import on_demand
from generator.hcl.operations import EvaluationError
from generator.hcl.types import ConversionError
from generator.hcl.values import UNKNOWN, NotEvaluated, Raw, Unknown, is_unknown

if TYPE_CHECKING:
    from generator.hcl.evaluator import Evaluator

_MANY = 1_000_000
KNOWN, PARTLY, AS_IT_IS = 0, 1, 2
"""What a function needs of its arguments: known wholly; known but for parts; or it minds the unknown itself."""


class Function(NamedTuple):
    """A function.

    Attributes:
        module: Which module here has it; empty for one whose value is never known before Terraform runs.
        least: How many arguments it takes at least.
        most: How many at most.
        needs: KNOWN, PARTLY or AS_IT_IS.
        nulls: Whether null is an argument that it takes.
        context: Whether it is given the evaluator first.
    """

    module: str
    least: int
    most: int
    needs: int = KNOWN
    nulls: bool = False
    context: bool = False


def _table() -> dict[str, Function]:
    found: dict[str, Function] = {}

    def add(
        module: str, names: str, least: int, most: int | None = None, needs: int = KNOWN, **more: bool
    ) -> None:
        for name in names.split():
            found[name] = Function(module, least, least if most is None else most, needs, **more)

    add("", "timestamp plantimestamp uuid", 0)
    add("", "bcrypt", 1, 2)
    add("", "rsadecrypt templatestring", 2)
    add("", "abspath pathexpand type", 1, needs=AS_IT_IS, nulls=True)
    add("", "base64gunzip urldecode", 1)
    add("", "cidrcontains", 2)
    add("", "fileset", 2)
    add("", "base64gzip", 1)
    add("numbers", "abs ceil floor signum", 1)
    add("numbers", "log pow", 2)
    add("numbers", "parseint", 2)
    add("numbers", "max min", 1, _MANY)
    add("numbers", "sum", 1)
    add("numbers", "range", 1, 3)
    add("strings", "chomp lower upper title strrev trimspace", 1)
    add("strings", "startswith endswith strcontains trim trimprefix trimsuffix split indent", 2)
    add("strings", "substr replace", 3)
    add("strings", "join", 2, _MANY, AS_IT_IS)
    add("strings", "sort", 1)
    add("formatting", "format", 1, _MANY, AS_IT_IS, nulls=True)
    add("formatting", "formatlist", 1, _MANY, nulls=True)
    add("patterns", "regex regexall", 2)
    add("collections", "length keys values reverse flatten compact distinct one", 1, needs=PARTLY)
    add("collections", "alltrue anytrue", 1, needs=PARTLY)
    add("collections", "contains chunklist element zipmap", 2, needs=PARTLY, nulls=True)
    add("collections", "index", 2)
    add("collections", "slice matchkeys", 3, needs=PARTLY)
    add("collections", "lookup", 2, 3, AS_IT_IS, nulls=True)
    add("collections", "merge", 0, _MANY, PARTLY, nulls=True)
    add("collections", "concat", 1, _MANY, PARTLY)
    add("collections", "coalesce coalescelist", 1, _MANY, AS_IT_IS, nulls=True)
    add("collections", "transpose", 1)
    add("collections", "setintersection setunion setproduct", 1, _MANY)
    add("collections", "setsubtract", 2)
    add("conversion", "tostring tonumber tobool", 1, needs=AS_IT_IS, nulls=True)
    add("conversion", "tolist toset tomap", 1, needs=PARTLY, nulls=True)
    add("conversion", "sensitive nonsensitive ephemeralasnull", 1, needs=AS_IT_IS, nulls=True)
    add("conversion", "issensitive", 1, needs=AS_IT_IS, nulls=True)
    add("encoding", "jsonencode", 1, needs=AS_IT_IS, nulls=True)
    add("encoding", "jsondecode csvdecode base64encode base64decode urlencode", 1)
    add("encoding", "textencodebase64 textdecodebase64", 2)
    add("yaml", "yamlencode", 1, nulls=True)
    add("yaml", "yamldecode", 1)
    add("hashes", "md5 sha1 sha256 sha512 base64sha256 base64sha512", 1)
    add("hashes", "uuidv5", 2)
    add("network", "cidrhost", 2)
    add("network", "cidrnetmask", 1)
    add("network", "cidrsubnet", 3)
    add("network", "cidrsubnets", 1, _MANY)
    add("dates", "formatdate timeadd timecmp", 2)
    add("files", "basename dirname", 1)
    add("files", "file filebase64 fileexists", 1, context=True)
    add("files", "filemd5 filesha1 filesha256 filesha512 filebase64sha256 filebase64sha512", 1, context=True)
    add("files", "templatefile", 2, needs=PARTLY, context=True)
    return found


FUNCTIONS = _table()
"""Terraform's functions; `try` and `can` are the evaluator's."""

LAZY = {"try": 1, "can": 1}
"""Functions that get expressions and not values, with the fewest arguments that they take; can takes just one."""

REMOVED = {"list": "tolist([...])", "map": "tomap({...})"}
"""What Terraform had once, and what says the same now."""


def signature_problem(name: str, count: int, expands: bool) -> tuple[str, str] | None:
    """Return what is wrong with a call of so many arguments, and a hint; None where nothing surely is."""
    if "::" in name and not name.startswith("core::"):
        return None
    name = name.removeprefix("core::")
    if name in LAZY:
        fits = expands or (count == 1 if name == "can" else count >= 1)
        return (
            None if fits else (f"{name} takes {'one argument' if name == 'can' else 'at least one argument'}", "")
        )
    function = FUNCTIONS.get(name)
    if function is None:
        if name in REMOVED:
            return f"there is no function {name} any more", f"write {REMOVED[name]}"
        return f"there is no function {name}", _nearest(name)
    if count > function.most or (count < function.least and not expands):
        return f"{name} takes {_arity(function)}, this has {count}", ""
    return None


def _arity(function: Function) -> str:
    least, most = function.least, function.most
    if least == most:
        return f"{least} argument{'s' * (least != 1)}"
    if most == _MANY:
        return f"at least {least} argument{'s' * (least != 1)}"
    return f"{least} to {most} arguments"


def _nearest(name: str) -> str:
    near = on_demand("difflib", "get_close_matches")(name, [*FUNCTIONS, *LAZY], 1)
    return f"did you mean {near[0]}?" if near else ""


def call(name: str, arguments: list[Raw], evaluator: Evaluator) -> Raw:
    """Return a function's value; UNKNOWN for one that is not Terraform's own.

    Raises:
        EvaluationError: Terraform would refuse the arguments.
    """
    name = name.removeprefix("core::")
    function = FUNCTIONS.get(name)
    if function is None:
        return UNKNOWN
    if not function.least <= len(arguments) <= function.most:
        raise EvaluationError(f"{name} takes {_arity(function)}, this has {len(arguments)}")
    if not function.nulls and None in arguments:
        raise EvaluationError(f"{name} takes no null")
    if not function.module or not _known_enough(arguments, function.needs):
        return UNKNOWN
    compute = on_demand(f"generator.hcl.functions.{function.module}", _spelled(name))
    try:
        return compute(evaluator, *arguments) if function.context else compute(*arguments)
    except (ConversionError, EvaluationError) as error:
        message = str(error)
        raise EvaluationError(message if message.startswith(name) else f"{name}: {message}") from None
    except NotEvaluated:
        return UNKNOWN


def _known_enough(arguments: list[Raw], needs: int) -> bool:
    if needs == KNOWN:
        return not is_unknown(arguments)
    return needs == AS_IT_IS or not any(isinstance(argument, Unknown) for argument in arguments)


def _spelled(name: str) -> str:
    """Return what a function is called here: those that Python has by that name end in an underscore."""
    return f"{name}_" if name in _OURS else name


_OURS = frozenset({"abs", "max", "min", "sum", "range", "pow", "log", "format", "sort", "index", "slice", "file"})
