"""Terraform's functions, by name: how many arguments they take, and which module has them.

A function's arguments are Python values; it returns one, or raises EvaluationError or ConversionError where
Terraform would refuse, and NotEvaluated where we can't say.

Source:
    https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from typing import Any

from generator.hcl.evaluation.budget import Budget, OutOfBudget
from generator.hcl.evaluation.name_lookup import FunctionContext
from generator.hcl.evaluation.operations import EvaluationError, MissingFile, within
from generator.hcl.evaluation.types import ConversionError
from generator.hcl.evaluation.values import UNKNOWN, FunctionFailure, NotEvaluated, Raw, TooLarge, Unknown
from generator.hcl.lazy import on_demand

_MANY = 1_000_000
_ROWS = """
    0   -                      timestamp plantimestamp uuid
    1-2 -                      bcrypt
    2   -                      assumeequal assumelistlengthmax assumelistlengthmin assumemaplengthmax
    2   -                      assumemaplengthmin
    2   -                      assumesetlengthmax assumesetlengthmin assumestringprefix
    3   -                      assumelistlength assumemaplength assumesetlength
    2   -                      rsadecrypt cidrcontains
    1   -                      base64gzip base64gunzip urldecode assumenotnull
    1   -/*                    abspath type
    1   numeric                abs ceil floor signum sum
    2   numeric                log pow parseint
    1-  numeric                max min
    1-3 numeric                range
    1   strings                chomp lower upper title strrev trimspace sort
    2   strings                startswith endswith strcontains trim trimprefix trimsuffix split indent
    3   strings                substr
    3   strings/b              replace
    2-  strings/*              join
    1-  string_format/*n       format
    1-  string_format/n        formatlist
    2   regular_expressions/b  regex regexall
    1   collections/+          length keys values reverse flatten compact distinct one alltrue anytrue
    2   collections/+n         contains chunklist element zipmap
    2   collections            index setsubtract
    3   collections/+          slice matchkeys
    2-3 collections/*n         lookup
    0-  collections/+n         merge
    1-  collections/+          concat
    1-  collections/*n         coalesce
    1-  collections/*          coalescelist
    1   collections            transpose
    1-  collections            setintersection setunion setproduct
    1   type_conversion/*n     tostring tonumber tobool sensitive nonsensitive
    1   -/*n                   ephemeralasnull issensitive
    1   type_conversion/+n     tolist toset tomap
    1   json_text/*n           jsonencode
    1   json_text              jsondecode
    1   encoding               csvdecode base64encode base64decode urlencode
    2   encoding               textencodebase64 textdecodebase64
    1   yaml_writing/n         yamlencode
    1   yaml_reading           yamldecode
    1   hashes                 md5 sha1 sha256 sha512 base64sha256 base64sha512
    2   hashes                 uuidv5
    2   network                cidrhost
    1   network                cidrnetmask
    3   network                cidrsubnet
    1-  network                cidrsubnets
    2   dates                  formatdate timeadd timecmp
    1   filesystem             basename dirname pathexpand
    1   filesystem/@           file filebase64 fileexists filemd5 filesha1 filesha256 filesha512
    1   filesystem/@           filebase64sha256 filebase64sha512
    2   filesystem/+@          templatefile templatestring
    2   filesystem/@           fileset
"""
"""How many arguments functions take, which module here has them (none for one whose value is never known before
Terraform runs), and what they need of their arguments. These are known wholly, but for `+`: known but for parts,
and `*`: it minds the unknown itself. `n`: null is an argument that it takes. `@`: it is given the evaluator
first, `b`: the budget."""


class Function:
    """A function.

    Attributes:
        module: Which module here has it; empty for one whose value is never known before Terraform runs.
        least: How many arguments it takes at least.
        most: How many at most.
        marks: What it needs of its arguments, as in the table.
    """

    __slots__ = ("least", "marks", "module", "most")

    def __init__(self, arity: str, module: str) -> None:
        least, dash, most = arity.partition("-")
        self.least = int(least)
        self.most = int(most) if most else _MANY if dash else self.least
        name, _, self.marks = module.partition("/")
        self.module = name.rstrip("-")


def _table() -> dict[str, Function]:
    found: dict[str, Function] = {}
    for row in _ROWS.split("\n"):
        words = row.split()
        if words:
            function = Function(words[0], words[1])
            found |= dict.fromkeys(words[2:], function)
    return found


FUNCTIONS = _table()
"""Terraform's functions by name; `try`, `can` and what asks for marks are the evaluator's."""

_READING = frozenset(name for name, function in FUNCTIONS.items() if "@" in function.marks) - {
    "fileexists",
    "fileset",
    "templatestring",
}
"""Functions whose value is, or is made of, what a file holds; what files there are is no secret of theirs."""


def reads_file(name: str) -> bool:
    """Whether a function's value is, or is made of, what a file holds."""
    return name.removeprefix("core::") in _READING


LAZY = {"try": 1, "can": 1}
"""Functions that get expressions and not values, with the fewest arguments that they take; can takes just one."""

CONVERT = "convert"
"""The function whose second argument is a type; Terraform has it from 1.15 on."""

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
        return None if name == CONVERT else _no_function(name)
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


def _no_function(name: str) -> tuple[str, str]:
    if name in REMOVED:
        return f"there is no function {name} any more", f"write {REMOVED[name]}"
    return f"there is no function {name}", _nearest(name)


def call(name: str, arguments: list[Raw], evaluator: FunctionContext) -> Raw:
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
    if "n" not in function.marks and any(argument is None for argument in arguments):
        raise EvaluationError(f"{name} takes no null")
    if not function.module or not _known_enough(arguments, function.marks, evaluator.budget):
        return UNKNOWN
    compute = on_demand(f"generator.hcl.evaluation.functions.{function.module}", _python_name(name))
    try:
        value = compute(*_context(function, evaluator), *arguments)
    except (MissingFile, TooLarge, OutOfBudget, RecursionError):
        raise
    except (ConversionError, EvaluationError) as error:
        raise within("" if error.message.startswith(name) else f"{name}: ", error) from None
    except NotEvaluated:
        return UNKNOWN
    except Exception as error:  # what fails is not evaluated: no call of a stranger's may end the process
        raise FunctionFailure(f"{name} failed ({type(error).__name__}), so this is not evaluated") from error
    if isinstance(value, (str, list, dict)):
        evaluator.budget.spend_characters(len(value))
    return value


def _context(function: Function, evaluator: FunctionContext) -> tuple[Any, ...]:
    """Return what a function is given before its arguments."""
    if "@" in function.marks:
        return (evaluator,)
    return (evaluator.budget,) if "b" in function.marks else ()


def _known_enough(arguments: list[Raw], marks: str, budget: Budget) -> bool:
    """Whether enough is known of a function's arguments; what it goes over is counted."""
    unknown = budget.measure(arguments)
    if "*" in marks:
        return True
    return not (any(isinstance(argument, Unknown) for argument in arguments) if "+" in marks else unknown)


def _python_name(name: str) -> str:
    """Return what a function is called here: those that Python has by that name end in an underscore."""
    return f"{name}_" if name in _OURS else name


_OURS = frozenset({"abs", "max", "min", "sum", "range", "pow", "log", "format", "sort", "index", "slice", "file"})
