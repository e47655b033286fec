"""Operators, templates and steps into values, on Python values."""

from __future__ import annotations

from generator import bounds
from generator.hcl.evaluation.types import ConversionError, bool_of, kind_of, number_of, text_of
from generator.hcl.evaluation.values import UNKNOWN, Raw, Refusal, SetValue, TooLarge, Unknown
from generator.hcl.syntax import numbers
from generator.hcl.syntax.tree import Expression


class EvaluationError(Refusal):
    """Terraform would refuse to evaluate this.

    Attributes:
        node: The innermost expression that can't be evaluated, once that is known.
    """

    node: Expression | None = None


class MissingFile(EvaluationError):
    """The module does not have a file that it reads."""


def within(words: str, refusal: Refusal) -> EvaluationError:
    """Return a refusal with words before its own."""
    return EvaluationError(words + refusal.message, *refusal.values)


def calculate(operator: str, left: Raw, right: Raw) -> Raw:
    """Return the value of an arithmetic operator.

    Raises:
        EvaluationError: An operand is no number, or it divides by zero.
        TooLarge: It is beyond what is calculated with.
    """
    try:
        left, right = number_of(left), number_of(right)
    except ConversionError as error:
        raise within(f'"{operator}" takes numbers: ', error) from None
    if right == 0 and operator in "/%":
        if operator == "%":
            return left
        if left != 0:
            return UNKNOWN  # an infinite number, which Terraform has
        raise EvaluationError("division by zero")
    try:
        if type(left) is int and type(right) is int and operator in "+-*":
            whole = left + right if operator == "+" else left - right if operator == "-" else left * right
            return numbers.round_number(whole)
        return numbers.calculate(operator, left, right)
    except numbers.OutOfRange:
        raise TooLarge(bounds.NUMBER_DIGITS) from None


def compare(operator: str, left: Raw, right: Raw) -> Raw:
    """Return the value of `<` and its like."""
    try:
        left, right = number_of(left), number_of(right)
    except ConversionError as error:
        raise within(f'"{operator}" compares numbers: ', error) from None
    if operator == "<":
        return left < right
    if operator == ">":
        return left > right
    return left <= right if operator == "<=" else left >= right


def equal(left: Raw, right: Raw) -> Raw:
    """Return whether two values are equal: never where their types differ; UNKNOWN where it is not known."""
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return UNKNOWN
    if isinstance(left, list) and isinstance(right, list):
        if len(left) != len(right):
            return False
        return _all_equal(left, right, type(left) is type(right))
    if isinstance(left, dict) and isinstance(right, dict):
        if left.keys() != right.keys():
            return False
        names = list(left)
        pairs = [left[name] for name in names], [right[name] for name in names]
        return _all_equal(*pairs, type(left) is type(right))
    return kind_of(left) == kind_of(right) and bool(left == right)


def _all_equal(left: list[Raw], right: list[Raw], same_type: bool) -> Raw:
    certain = True
    for one, other in zip(left, right, strict=True):
        found = equal(one, other)
        if found is False:
            return False
        certain = certain and found is True
    if not same_type:
        return False if certain else UNKNOWN
    return True if certain else UNKNOWN


def logic(operator: str, left: Raw, right: Raw) -> Raw:
    """Return the value of `&&` or `||`, known where one operand decides it."""
    decides = operator == "||"
    found: Raw = not decides
    for operand in (left, right):
        if isinstance(operand, Unknown):
            found = UNKNOWN if found is not decides else found
        elif truth(operand) is decides:
            found = decides
    return found


def truth(value: Raw) -> bool:
    """Return a condition's value.

    Raises:
        EvaluationError: It is no bool.
    """
    try:
        return bool_of(value)
    except ConversionError as error:
        raise within("", error) from None


def join_template(parts: list[Raw]) -> Raw:
    """Return the text that the values of a template's parts make; an Unknown with its parts if some are.

    Raises:
        EvaluationError: A part is null or a collection.
        TooLarge: The text is longer than one may be.
    """
    found: list[str | Unknown] = []
    size = 0
    for part in parts:
        if isinstance(part, Unknown):
            found += part.parts or (part,)
            continue
        try:
            text = text_of(part)
        except ConversionError as error:
            raise within("can't be put into a template: ", error) from None
        found.append(text)
        size += len(text)
    if size > bounds.TEXT_CHARACTERS.limit or len(found) > bounds.VALUE_PARTS.limit:
        raise TooLarge(bounds.TEXT_CHARACTERS)
    if any(isinstance(part, Unknown) for part in found):
        return Unknown(parts=tuple(found))
    return "".join(part for part in found if isinstance(part, str))


def attribute(value: Raw, name: str) -> Raw:
    """Return an attribute of an object or map.

    Raises:
        EvaluationError: There is none.
    """
    if isinstance(value, dict):
        if name in value:
            return value[name]
        near = sorted(value)[:5]
        only = ", only " + ", ".join(["{}"] * len(near)) if near else ""
        raise EvaluationError('there is no attribute "{}" here' + only, name, *near)
    if value is None:
        raise EvaluationError('null has no attribute "{}"', name)
    raise EvaluationError(f'{_article(value)} has no attribute "{{}}"', name)


def index(value: Raw, key: Raw) -> Raw:
    """Return an element of a list, tuple, map or object.

    Raises:
        EvaluationError: There is none.
    """
    if isinstance(value, Unknown) or isinstance(key, Unknown):
        return UNKNOWN
    if isinstance(value, dict):
        return _element(value, key)
    if isinstance(value, SetValue):
        raise EvaluationError("a set has no index: its elements have no order")
    if not isinstance(value, list):
        raise EvaluationError(f"{_article(value)} has no index")
    if key is None:
        raise EvaluationError("an index can't be null")
    try:
        place = number_of(key)
    except ConversionError as error:
        raise within("the index of a list: ", error) from None
    if not isinstance(place, int):
        raise EvaluationError("the index of a list is a whole number")
    if not 0 <= place < len(value):
        raise EvaluationError(f"the index {{}} is out of range: there are {len(value)} elements", place)
    return value[place]


def _element(value: dict[str, Raw], key: Raw) -> Raw:
    try:
        name = text_of(key)
    except ConversionError as error:
        raise within("the key of a map: ", error) from None
    if name not in value:
        raise EvaluationError('there is no key "{}" here', name)
    return value[name]


def negative(value: Raw) -> Raw:
    """Return `-value`."""
    return calculate("-", 0, value)


def elements(value: Raw) -> list[tuple[Raw, Raw]]:
    """Return the keys and values that `for` goes over, in its order.

    Raises:
        EvaluationError: It is no collection.
    """
    if isinstance(value, dict):
        return sorted(value.items())
    if isinstance(value, SetValue):
        return [(part, part) for part in value]
    if isinstance(value, list):
        return list(enumerate(value))
    raise EvaluationError(f"a collection is needed, this is {_article(value)}")


def _article(value: Raw) -> str:
    kind = kind_of(value)
    return kind if kind == "null" else f"{'an' if kind[0] in 'ou' else 'a'} {kind}"
