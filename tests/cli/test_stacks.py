"""A project of several stacks, one of which reads what another one made."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from git_repository import Repository, repository  # noqa: F401 (a fixture)
from terraform_bench import Terraform
from typer.testing import CliRunner, Result

from generator.cli.main import app

SCHEMA = (
    '{"type": "object", "additionalProperties": false,\n'
    ' "properties": {"cidr": {"type": "string", "default": "10.0.0.0/16"}}}\n'
)
FILES = {
    "stacks/network/environments/schema.json": SCHEMA,
    "stacks/network/environments/dev.yaml": "cidr: 10.1.0.0/16\n",
    "stacks/network/environments/prod.yaml": "cidr: 10.2.0.0/16\n",
    "stacks/network/templates/main.tf.j2": 'output "cidr" {\n  value = {{ cidr }}\n}\n',
    "stacks/app/environments/schema.json": SCHEMA,
    "stacks/app/environments/base.yaml": 'abstract: true\nneeds:\n  network: "{environment}"\n',
    "stacks/app/environments/dev.yaml": "extends: base\n",
    "stacks/app/environments/prod.yaml": "extends: base\n",
    "stacks/app/environments/lone.yaml": "extends: base\nneeds: null\n",
    "stacks/app/templates/main.tf.j2": (
        "{% if needs is defined %}\n"
        'data "terraform_remote_state" "network" {\n'
        "  backend = {{ needs.network.backend }}\n"
        "  config  = {{ needs.network.config }}\n"
        "}\n\n"
        'output "cidr" {\n  value = data.terraform_remote_state.network.outputs.cidr\n}\n'
        "{% endif %}\n"
        'output "own" {\n  value = {{ cidr }}\n}\n'
    ),
}
BACKEND = (
    'terraform {\n  backend "s3" {\n    bucket = "states"\n    key    = "network/{{ environment }}"\n  }\n}\n'
    'output "cidr" {\n  value = {{ cidr }}\n}\n'
)


@pytest.fixture
def project(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:  # noqa: F811
    repository.commit(FILES)
    monkeypatch.chdir(repository.folder)
    return repository


def tfgen(*arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments])


def affected(*arguments: str) -> list[tuple[str, str, str, int]]:
    done = tfgen("affected", "--format", "json", *arguments)
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)["environments"]
    return [(one["stack"], one["name"], one["reason"], one["level"]) for one in found]


def test_commands_take_all_stacks_in_the_order_of_their_needs_or_one(project: Repository) -> None:
    done = tfgen("render", "--all")
    assert done.exit_code == 0, done.output
    labels = [line.partition(":")[0] for line in done.stderr.splitlines()]
    assert labels == ["network.dev", "network.prod", "app.dev", "app.lone", "app.prod", "5 environments"]
    assert (project.folder / "out/app.dev/main.tf").is_file()

    one = tfgen("render", "--all", "--check", "--stack", "network")
    assert (one.exit_code, one.stderr.splitlines()[0]) == (0, "network.dev: up to date")
    rows = json.loads(tfgen("list", "--format", "json").stdout)["environments"]
    assert [(row["stack"], row["level"], row["name"], row["state"]) for row in rows] == [
        ("network", 0, "network.dev", "rendered"),
        ("network", 0, "network.prod", "rendered"),
        ("app", 1, "app.dev", "rendered"),
        ("app", 1, "app.lone", "rendered"),
        ("app", 1, "app.prod", "rendered"),
    ]
    assert "5 environments checked" in tfgen("validate", "--all").stderr
    assert tfgen("check", "--all", "--ignore", "TFG126").exit_code == 0
    assert tfgen("diff", "--all").exit_code == 0


def test_in_a_stacks_folder_that_one_is_meant(project: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.folder / "stacks/app")
    assert "app/" not in tfgen("render", "--all").stderr
    assert not (project.folder / "stacks/network/out").exists()
    assert tfgen("render", "--all", "--stack", "network").exit_code == 0
    assert (project.folder / "out/network.dev/main.tf").is_file()


def test_what_a_name_reaches_is_enough_in_one_stack(project: Repository) -> None:
    assert "app.lone" in tfgen("render", "--env", "lone").stderr
    assert tfgen("render", "--env", "d*").stderr.count(".dev:") == 2
    assert tfgen("render", "--env", "app.d*", "--env", "network.dev").stderr.splitlines()[:2] == [
        "network.dev: up to date",
        "app.dev: up to date",
    ]
    assert tfgen("render", "--env", "app.dev", "--stack", "app").exit_code == 0
    assert tfgen("show", "app.dev").exit_code == 0
    assert tfgen("render", "--all", "--env", "lone").stderr.count(": ") == 6
    nowhere = tfgen("render", "--env", "dev", "--env", "qa")
    assert nowhere.exit_code == 2
    assert nowhere.stderr == 'error: no stack has an environment "qa" (stacks: network, app)\n'
    assert tfgen("show", "lone").exit_code == 0
    refused = tfgen("show", "dev")
    assert refused.exit_code == 2
    assert "this project has several stacks, and this is done with one (--stack app or network)" in refused.stderr
    assert 'there is no stack "nets"' in tfgen("list", "--stack", "nets").stderr


@pytest.mark.parametrize(
    ("template", "said"),
    [
        (
            FILES["stacks/network/templates/main.tf.j2"],
            ("local", {"path": "../network.dev/terraform.tfstate"}),
        ),
        (BACKEND, ("s3", {"bucket": "states", "key": "network/dev"})),
        (
            'terraform {\n  backend "local" {\n    path = "s/x.tfstate"\n  }\n}\n',
            ("local", {"path": "../network.dev/s/x.tfstate"}),
        ),
    ],
)
def test_what_is_needed_says_where_its_state_is(
    project: Repository, template: str, said: tuple[str, dict[str, str]]
) -> None:
    (project.folder / "stacks/network/templates/main.tf.j2").write_text(template)
    needs = json.loads(tfgen("show", "dev", "--stack", "app", "--format", "json").stdout)["needs"]

    assert needs == {"network": {"environment": "dev", "backend": said[0], "config": said[1]}}


def test_a_line_that_reads_another_stack_says_where_that_is_needed(project: Repository) -> None:
    tfgen("render", "--all")
    traced = tfgen("trace", "out/app.dev/main.tf:5").stdout

    assert 'needs.network.backend = "local" from environments/base.yaml:3:12' in traced


def test_a_change_reaches_who_reads_it(project: Repository) -> None:
    assert affected("--since", "HEAD") == []
    (project.folder / "stacks/network/environments/dev.yaml").write_text("cidr: 10.9.0.0/16\n")
    assert affected("--since", "HEAD") == [
        ("network", "network.dev", "changed", 0),
        ("app", "app.dev", "needs", 1),
    ]
    assert affected("--since", "HEAD", "--level", "1") == [("app", "app.dev", "needs", 1)]
    matrix = json.loads(tfgen("affected", "--since", "HEAD", "--format", "github-matrix").stdout)["include"]
    assert matrix[1] == {"environment": "app.dev", "action": "apply", "stack": "app", "level": 1}
    stages = json.loads(tfgen("affected", "--since", "HEAD", "--format", "github-stages").stdout)["stages"]
    assert [stage["name"] for stage in stages] == ["level 0", "level 1"]
    assert '"environment": "app.dev", "gate": "app.dev"' in stages[1]["batches"]["include"][0]["environments"]
    jobs = tfgen("affected", "--since", "HEAD", "--format", "gitlab").stdout
    assert '"plan app.dev":\n  extends: .tfgen-plan\n  needs: ["apply network.dev"]\n' in jobs


def test_another_place_of_the_state_is_a_change_of_its_readers(project: Repository) -> None:
    project.commit({"stacks/network/templates/main.tf.j2": BACKEND})
    base = project.git("rev-parse", "HEAD")
    project.commit({"stacks/network/templates/main.tf.j2": BACKEND.replace('"states"', '"others"')})

    assert {one[:3] for one in affected("--since", base)} >= {
        ("app", "app.dev", "changed"),
        ("app", "app.prod", "changed"),
    }
    told = tfgen("diff", "--all", "--against", base)
    assert told.exit_code == 1
    assert "in 2 of 5 environments (app.dev, app.prod):" in told.stdout


def test_a_review_page_tells_of_all_stacks(project: Repository) -> None:
    project.write({"stacks/network/environments/dev.yaml": "cidr: 10.9.0.0/16\n"})
    done = tfgen("diff", "--all", "--against", "HEAD", "--format", "html", "-o", "review.html")

    assert done.exit_code == 1, done.output
    assert "network.dev" in (project.folder / "review.html").read_text()


def test_what_was_applied_is_known_by_stack(project: Repository) -> None:
    project.git("tag", "tfgen/applied/app.dev")
    project.git("tag", "tfgen/applied/prod")  # of another stack

    found = affected("--applied")
    assert ("app", "app.dev", "needs", 1) in found
    assert ("network", "network.dev", "added", 0) in found
    assert ("app", "app.prod", "added", 1) in found


def test_one_at_the_top_is_called_root_where_there_are_others(project: Repository) -> None:
    top = {path.removeprefix("stacks/network/"): text for path, text in FILES.items() if "network/" in path}
    project.write(top)
    project.write(
        {"stacks/app/environments/base.yaml": 'abstract: true\nneeds: {network: dev, root: "{environment}"}\n'}
    )
    labels = [line.partition(":")[0] for line in tfgen("render", "--all").stderr.splitlines()]

    assert labels[:4] == ["network.dev", "network.prod", "dev", "prod"]
    assert (project.folder / "out/dev/main.tf").is_file()
    assert tfgen("render", "--all", "--check", "--stack", "root").exit_code == 0
    shown = json.loads(tfgen("show", "dev", "--stack", "app", "--format", "json").stdout)["needs"]
    assert shown["root"]["config"] == {"path": "../dev/terraform.tfstate"}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"stacks/network/environments/dev.yaml": "needs: {app: dev}\n"},
            "stacks need each other in a circle: app → network → app",
        ),
        (
            {"stacks/app/environments/base.yaml": "abstract: true\nneeds:\n  nets: dev\n"},
            'stacks/app/environments/base.yaml:3:3: there is no stack "nets"',
        ),
        (
            {"stacks/app/environments/qa.yaml": "extends: base\n"},
            "stacks/app/environments/base.yaml:3:12: qa needs qa of the stack network: there is no environment",
        ),
        (
            {"stacks/app/environments/dev.yaml": "needs: network\n"},
            "stacks/app/environments/dev.yaml:1:8: needs is a map: for each stack, the environment there",
        ),
        (
            {"stacks/app/environments/dev.yaml": "needs: {network: 1}\n"},
            "stacks/app/environments/dev.yaml:1:18: needs.network is the name of an environment there",
        ),
        (
            {"stacks/app/environments/dev.yaml": 'needs: {network: "{nobody}"}\n'},
            "stacks/app/environments/dev.yaml:1:18: ",
        ),
        (
            {"stacks/My.app/environments/dev.yaml": "{}\n", "stacks/My.app/templates/a.tf.j2": ""},
            "stacks/My.app: a stack can't have this name (lower-case letters, digits and inner hyphens)",
        ),
        (
            {"stacks/root/environments/dev.yaml": "{}\n", "stacks/root/templates/a.tf.j2": ""},
            "stacks/root: root is the stack at the top",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_place(project: Repository, files: dict[str, str], message: str) -> None:
    project.write(files)
    done = tfgen("render", "--all")

    assert done.exit_code == 2
    assert message in done.stderr


def test_a_link_to_a_stack_elsewhere_is_refused(project: Repository, tmp_path: Path) -> None:
    for folder in ("environments", "templates"):
        (tmp_path / "elsewhere" / folder).mkdir(parents=True)
    (project.folder / "stacks/other").symlink_to(tmp_path / "elsewhere")

    assert "stacks/other: the link leads out of the project" in tfgen("list").stderr


def test_settings_of_a_check_are_each_stacks_own(project: Repository) -> None:
    project.write({"stacks/app/tfgen.toml": '[check]\nignore = ["TFG126"]\n'})
    found = json.loads(tfgen("check", "--all", "--select", "TFG126", "--format", "json").stdout)["findings"]
    assert found == []
    project.write({"stacks/network/templates/main.tf.j2": 'resource "terraform_data" "a" {}\n'})
    found = json.loads(tfgen("check", "--all", "--select", "TFG126", "--format", "json").stdout)["findings"]

    assert {one["environment"] for one in found} == {"network.dev", "network.prod"}
    assert {one["rule"] for one in found} == {"TFG126"}


def test_two_stacks_with_one_state_are_found(project: Repository) -> None:
    project.write(
        {
            "stacks/network/templates/main.tf.j2": BACKEND,
            "stacks/app/templates/main.tf.j2": BACKEND.replace("{{ cidr }}", '"x"'),
        }
    )
    found = json.loads(tfgen("check", "--all", "--format", "json").stdout)["findings"]

    assert "out/network.dev" in json.dumps([one for one in found if one["severity"] == "error"])


def test_an_output_that_another_stack_reads_is_there_and_stays(project: Repository) -> None:
    project.commit({"stacks/network/templates/main.tf.j2": BACKEND})
    assert tfgen("check", "--all", "--select", "TFG206").exit_code == 0
    project.write({"stacks/network/templates/main.tf.j2": BACKEND.replace('"cidr"', '"cidrs"')})
    found = json.loads(tfgen("check", "--all", "--against", "HEAD", "--format", "json").stdout)["findings"]
    told = {(one["rule"], one["environment"]): one for one in found if one["rule"] in ("TFG206", "TFG409")}

    assert told["TFG206", "app.dev"]["message"] == 'network.dev has no output cidr (did you mean "cidrs"?)'
    assert "app.dev" in told["TFG409", "network.dev"]["message"]


def test_the_accounts_own_stack_is_one_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert tfgen("init").exit_code == 0
    assert tfgen("init", "--bootstrap", "stacks/account").exit_code == 0
    base = tmp_path / "environments/base.yaml"
    base.write_text(f"needs: {{account: account}}\n{base.read_text()}")
    done = tfgen("render", "--env", "dev", "--env", "account")

    assert done.exit_code == 0, done.output
    assert [line.partition(":")[0] for line in done.stderr.splitlines()[:2]] == ["account.account", "dev"]
    needs = json.loads(tfgen("show", "dev", "--format", "json").stdout)["needs"]["account"]
    assert needs["config"] == {"path": "../account.account/terraform.tfstate"}
    assert tfgen("check", "--env", "dev", "--env", "account", "--ignore", "TFG205").exit_code == 0
    said = tfgen("update").stderr.splitlines()
    assert [line.partition(" has all of tfgen")[0] for line in said] == ["account", "root"]
    assert "--from is of one stack" in tfgen("update", "--from", "elsewhere").stderr


@pytest.mark.slow
def test_terraform_reads_what_the_other_stack_made(project: Repository, terraform: Terraform) -> None:
    assert tfgen("render", "--env", "dev").exit_code == 0
    out = project.folder / "out"
    for name in ("network.dev", "app.dev"):
        terraform.init(out / name).check()
        terraform.run(out / name, "apply", "-input=false", "-auto-approve").check()
    state = json.loads((out / "app.dev/terraform.tfstate").read_text())

    assert state["outputs"]["cidr"]["value"] == "10.1.0.0/16"


def test_a_stack_whose_folder_is_gone_is_to_be_destroyed(project: Repository) -> None:
    for name in ("app.dev", "network.dev", "network.prod"):
        project.git("tag", "--annotate", "--message=applied", f"tfgen/applied/{name}")
    shutil.rmtree(project.folder / "stacks/app")

    since = affected("--since", "HEAD")
    applied = affected("--applied")
    rendered = tfgen("render", "--env", "app.dev", "--revision", "tfgen/applied/app.dev", "--for-destroy")

    assert since == [("app", f"app.{name}", "removed", 0) for name in ("dev", "lone", "prod")]
    assert applied == [("app", "app.dev", "removed", 0)]
    assert rendered.exit_code == 0, rendered.output
    assert (project.folder / "out/app.dev/main.tf").is_file()
    assert affected("--applied", "--stack", "network") == []
