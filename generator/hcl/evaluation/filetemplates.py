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
        line, column = source.position(problem.start)
        raise EvaluationError(f"{{}}:{line}:{column}: this is no template", path) from None
    inner = Evaluator(NoNames(), evaluator.budget)
    try:
        return inner.evaluate(template, names)
    except EvaluationError as error:
        place = "{{}}:{}:{}: ".format(*source.position(error.node.start)) if error.node else "{}: "
        raise EvaluationError(place + error.message, path, *error.values) from None
