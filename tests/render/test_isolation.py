"""A rendered file depends on its own spec alone: no environment sees what another one had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_files import MemoryFiles

from generator.environments.parallel import each
from generator.environments.pipeline import Inputs, RenderTask
from generator.files.project import locate
from generator.render.template_engine import RenderedTemplates, Templates

SCALARS = st.sampled_from([0, 1, True, False, 1.0, "1", "", "true", "text", None])
KEYS = ["a", "b", "c"]
SPECS = st.dictionaries(
    st.sampled_from(KEYS),
    st.recursive(
        SCALARS,
        lambda inner: st.dictionaries(st.sampled_from(KEYS), inner, max_size=3) | st.lists(inner, max_size=3),
        max_leaves=8,
    ),
    max_size=3,
)
PATHS = st.lists(st.sampled_from(KEYS), min_size=1, max_size=3).map(".".join)


def guarded(path: str, inside: str) -> str:
    """Return a template's text that stands below a test of each step of a path."""
    steps = path.split(".")
    for length in range(len(steps), 0, -1):
        inside = f"{{% if {'.'.join(steps[:length])} is defined %}}{inside}{{% endif %}}\n"
    return inside


FORMS = st.sampled_from(
    [
        lambda path: guarded(path, f"x = {{{{ {path} }}}}\n"),
        lambda path: guarded(path, f'{{% if {path} %}}y = {{{{ folder("f") }}}}\n{{% else %}}z = 1\n{{% endif %}}'),
        lambda path: guarded(path, f"{{% if {path} is mapping %}}{{% for k, v in {path} | dictsort %}}k_{{{{ k }}}} = {{{{ v }}}}\n{{% endfor %}}{{% endif %}}"),
        lambda path: guarded(path, f"{{% from '_m.tf.j2' import m, counted %}}v = {{{{ m({path}) }}}}\nn = {{{{ counted() }}}}\n"),
        lambda path: guarded(path, "{% from '_c.tf.j2' import c with context %}w = {{ c() }}\n"),
        lambda path: f'u = "{{{{ environment }}}}"\nd = {{{{ {path.split(".")[0]} if {path.split(".")[0]} is defined else "none" }}}}\n',
        lambda path: "{% if false %}x = 1{% endif %}",
    ]
)  # fmt: skip
SOURCES = {
    "_m.tf.j2": "{% set state = namespace(count=0) %}"
    "{% macro m(value) %}{{ [value, value] }}{% endmacro %}"
    "{% macro counted() %}{% set state.count = state.count + 1 %}{{ state.count }}{% endmacro %}",
    "_c.tf.j2": "{% macro c() %}{{ a if a is defined else environment }}{% endmacro %}",
}


def render(templates: Templates, number: int, values: dict[str, Any], **only: Any) -> RenderedTemplates:
    name = f"env-{number % 3}"
    return templates.render(name, f"environments/{name}.yaml", values, lambda _: None, **only)


def content(rendered: RenderedTemplates) -> object:
    return [(path, file.text, file.source_map) for path, file in rendered.files.items()], rendered.requests


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(FORMS, PATHS), min_size=1, max_size=4), st.lists(SPECS, min_size=2, max_size=5))
def test_any_specs_render_as_if_each_were_the_first(forms: list[Any], specs: list[dict[str, Any]]) -> None:
    written = {f"t{number}.tf.j2": form(path) for number, (form, path) in enumerate(forms)}
    files = MemoryFiles({f"templates/{name}": text for name, text in {**SOURCES, **written}.items()})
    shared = Templates(files)

    for number, values in enumerate(specs):
        alone = render(Templates(files), number, values)
        assert content(render(shared, number, values)) == content(alone)
        for name in written:  # and no file sees which others were rendered before it
            path = name.removesuffix(".j2")
            one = render(Templates(files), number, values, only={name}).files.get(path)
            assert (one and one.text) == (alone.files[path].text if path in alone.files else None)


def write_project(root: Path, specs: dict[str, dict[str, Any]]) -> None:
    properties = {
        "motd": {"type": "string"},
        "deep": {"type": "object", "properties": {"knob": {"type": "integer"}}},
    }
    for path, text in {
        "environments/schema.json": json.dumps({"properties": properties}),
        "templates/motd.tf.j2": "{% if motd is defined %}\nlocals {\n  motd = {{ motd }}\n}\n{% endif %}\n",
        "templates/deep.tf.j2": "locals {\n  n = {{ deep.knob if deep is defined and deep.knob is defined else 0 }}\n}\n",
        **{f"environments/{name}.yaml": json.dumps(values) for name, values in specs.items()},
    }.items():
        target = root / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")  # pytest-xdist has threads
@pytest.mark.parametrize("jobs", [1, 2])
@settings(deadline=None, max_examples=5)
@given(
    st.lists(
        st.fixed_dictionaries(
            {},
            optional={
                "motd": st.sampled_from(["hi", "ho"]),
                "deep": st.fixed_dictionaries({}, optional={"knob": st.sampled_from([1, 2])}),
            },
        ),
        min_size=3,
        max_size=5,
    )
)
def test_all_at_once_is_what_one_process_an_environment_writes(
    tmp_path_factory: pytest.TempPathFactory, jobs: int, specs: list[dict[str, Any]]
) -> None:
    root = tmp_path_factory.mktemp("project")
    named = {f"e{number}": values for number, values in enumerate(specs)}
    write_project(root, named)
    project = locate(root)

    list(each(Inputs(project), list(named), RenderTask(landing=True), jobs=jobs))

    for name, values in named.items():
        outcome = RenderTask().run(Inputs(project), name)
        assert outcome.comparison is not None
        assert not outcome.comparison.changes, (name, outcome.comparison)
        assert (root / "out" / name / "motd.tf").exists() == ("motd" in values)
