"""`templatefile`: a file of the module as a template, with names of its own."""

from __future__ import annotations

from generator.hcl.evaluation.evaluator import Evaluator
from generator.hcl.evaluation.operations import EvaluationError
from generator.hcl.evaluation.values import Raw
from generator.hcl.module.resolution import NoNames
from generator.hcl.syntax.expressions import ExpressionReader
from generator.hcl.syntax.lexer import SyntaxProblem
from generator.hcl.syntax.source import Source


def render(evaluator: Evaluator, path: str, text: str, names: dict[str, Raw]) -> Raw:
    """Return what a template file makes of some names.

    Raises:
        EvaluationError: It is no template, or uses a name that it is not given.
    """
    evaluator.budget.spend_characters(4 * len(text))
    source = Source(path, text)
    try:
        template = ExpressionReader(source).template()
    except SyntaxProblem as problem:
        raise EvaluationError(f"{source.location(problem.start)}: {problem.message}") from None
    inner = Evaluator(NoNames(), evaluator.budget)
    try:
        return inner.evaluate(template, names)
    except EvaluationError as error:
        place = error.node.location if error.node else path
        raise EvaluationError(f"{place}: {error}") from None
