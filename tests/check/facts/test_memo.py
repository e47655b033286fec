from check.facts.facts_module import module_of

from generator.check.facts.memo import memoize, once
from generator.hcl import Module


def test_an_answer_is_worked_out_once_for_each_module_and_argument() -> None:
    asked: list[tuple[int, str]] = []

    @memoize
    def answer(module: Module, about: str) -> str:
        asked.append((id(module), about))
        return about.upper()

    one, other = module_of(""), module_of("")

    assert [answer(one, "a"), answer(one, "a"), answer(one, "b"), answer(other, "a")] == ["A", "A", "B", "A"]
    assert asked == [(id(one), "a"), (id(one), "b"), (id(other), "a")]


def test_what_is_gone_through_once_can_be_gone_through_again() -> None:
    runs: list[int] = []

    @once
    def numbers(module: Module) -> "list[int]":
        runs.append(1)
        return [1, 2]

    module = module_of("")

    assert numbers(module) == numbers(module) == (1, 2)
    assert len(runs) == 1
