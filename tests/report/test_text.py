from generator.report import text
from generator.report.colours import BY_ROLE, OTHER, colours
from generator.report.review_page.environment_sets import EnvironmentSets


def test_an_environment_on_one_line() -> None:
    assert text.summary("dev", {}) == "dev: up to date"
    assert text.summary("dev", {"created": 2, "changed": 1}) == "dev: 2 created, 1 changed"
    assert text.changes("out/dev", [("created", "a.tf")]) == ["created  out/dev/a.tf"]


def test_a_table_is_aligned_and_ends_without_spaces() -> None:
    assert text.table([("name", "x"), ("a", ""), ("longer", "y")]) == ["name    x", "a", "longer  y"]


def test_where_a_line_comes_from() -> None:
    source = {
        "place": "out/dev/a.tf:3",
        "text": "  a = 1",
        "template": "templates/a.tf.j2:2",
        "calls": ["templates/a.tf.j2:9"],
        "values": [("x", "1", "environments/dev.yaml:4")],
        "conditions": [("on", "true", "the schema's default")],
        "uses": [("var.x", "out/dev/v.tf:1", [("y", "2", "--set")])],
    }

    assert text.line_source(source) == [
        "out/dev/a.tf:3: a = 1",
        "  from templates/a.tf.j2:2",
        "  called at templates/a.tf.j2:9",
        "  with x = 1 from environments/dev.yaml:4",
        "  because of on = true from the schema's default",
        "  uses var.x, out/dev/v.tf:1",
        "    with y = 2 from --set",
    ]


def test_a_set_of_environments_is_one_however_it_is_named() -> None:
    sets = EnvironmentSets()
    first = sets.of(["pr-10", "pr-9", "dev", "pr-1", "pr-2"])

    assert sets.of(["dev", "pr-1", "pr-2", "pr-9", "pr-10", "dev"]) is first
    assert first.names == ("dev", "pr-1", "pr-2", "pr-9", "pr-10")
    assert (first.shown, first.more) == (("dev", "pr-1", "pr-2", "pr-9"), 1)
    assert [each.anchor for each in (sets.of(["dev"]), *sets.all())] == ["set-2", "set-1", "set-2"]


def test_each_role_has_its_colours_and_another_those_of_others() -> None:
    assert colours("dead-letter queue") == BY_ROLE["dead-letter queue"]
    assert colours("resource") == OTHER
