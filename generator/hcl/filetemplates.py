"""`templatefile`: a file of the module as a template, with names of its own."""

from __future__ import annotations

from generator.hcl.evaluator import Evaluator
from generator.hcl.expressions import ExpressionReader
from generator.hcl.lexer import SyntaxProblem
from generator.hcl.operations import EvaluationError
from generator.hcl.resolution import NoNames
from generator.hcl.source import Source
from generator.hcl.values import Raw


def render(evaluator: Evaluator, path: str, text: str, names: dict[str, Raw]) -> Raw:
    """Return what a template file makes of some names.

    Raises:
        EvaluationError: It is no template, or uses a name that it is not given.
    """
    evaluator.spend(len(text) // 10)
    source = Source(path, text)
    try:
        template = ExpressionReader(source).template()
    except SyntaxProblem as problem:
        raise EvaluationError(f"{source.location(problem.start)}: {problem.message}") from None
    inner = Evaluator(NoNames())
    inner.steps = evaluator.steps
    try:
        return inner.evaluate(template, names)
    except EvaluationError as error:
        place = error.node.location if error.node else path
        raise EvaluationError(f"{place}: {error}") from None
