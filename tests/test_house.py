"""What holds of the whole house: one word for one thing, and no two files that import each other."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parent.parent
TREES = {path: ast.parse(path.read_bytes()) for path in sorted((ROOT / "generator").rglob("*.py"))}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported(tree: ast.Module, modules: set[str]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for each in node.names:
                below = f"{node.module}.{each.name}"
                yield below if below in modules else node.module
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names)


def test_no_two_classes_have_one_name() -> None:
    places: dict[str, list[str]] = defaultdict(list)

    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(f"{name_of(path)}:{node.lineno}")

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_two_modules_have_one_name_but_for_a_command_and_what_it_does() -> None:
    places: dict[str, list[str]] = defaultdict(list)

    for path in TREES:
        room = path.relative_to(ROOT / "generator").parts[0]
        if path.name != "__init__.py" and room != "cli":
            places[path.stem].append(name_of(path))

    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_no_files_import_each_other_in_a_circle() -> None:
    modules = {name_of(path) for path in TREES}
    graph = {
        name_of(path): set(imported(tree, modules)) & modules - {name_of(path)} for path, tree in TREES.items()
    }

    order = list(TopologicalSorter(graph).static_order())  # raises a CycleError that names the circle

    assert set(order) == modules
