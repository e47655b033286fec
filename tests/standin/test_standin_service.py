"""tfplugin6, as the stand-ins answer it, and the stand-ins under a real terraform."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from terraform_bench import Terraform

from standin import mirror, protobuf, random_provider
from standin.messagepack import UNKNOWN, pack, unpack
from standin.protobuf import Fields, data_field
from standin.schema import Provider, Resource
from standin.service import Service

SERVICE = Service(random_provider.PROVIDER)
STRING = random_provider.PROVIDER.resources["random_string"]


def call(method: str, *fields: bytes) -> Fields:
    answer = SERVICE.call(method, b"".join(fields))
    assert answer is not None
    return protobuf.parse(answer)


def dynamic(field: int, value: Any) -> bytes:
    return data_field(field, data_field(1, pack(value)))


def value(answer: Fields, field: int = 1) -> Any:
    return unpack(protobuf.data(protobuf.parse(protobuf.data(answer, field)), 1))


def string(**given: Any) -> dict[str, Any]:
    return dict.fromkeys(each.name for each in STRING.attributes) | given


def test_the_schema_names_every_type() -> None:
    answer = call("GetProviderSchema")

    resources = {protobuf.text(protobuf.parse(entry), 1) for entry in answer[2] if isinstance(entry, bytes)}
    assert resources == set(random_provider.PROVIDER.resources)
    assert len(answer[8]) == 1


def test_a_method_that_we_do_not_have_is_none() -> None:
    assert SERVICE.call("CallFunction", b"") is None


def test_plan_apply_and_destroy() -> None:
    name, configuration = data_field(1, "random_string"), string(length=5)
    nothing = dynamic(2, None)

    planned = value(
        call("PlanResourceChange", name, nothing, dynamic(3, configuration), dynamic(4, configuration))
    )
    state = value(call("ApplyResourceChange", name, nothing, dynamic(3, planned)))
    gone = value(call("ApplyResourceChange", name, dynamic(2, state), dynamic(3, None)))

    assert planned["result"] is UNKNOWN
    assert len(state["result"]) == 5
    assert gone is None
    assert value(call("PlanResourceChange", name, dynamic(2, state), dynamic(3, None), dynamic(4, None))) is None


def test_a_replacement_names_its_attribute() -> None:
    state, longer = STRING.create(STRING.plan(None, string(length=5), string(length=5))[0]), string(length=6)
    answer = call(
        "PlanResourceChange",
        data_field(1, "random_string"),
        dynamic(2, state),
        dynamic(3, state | {"length": 6}),
        dynamic(4, longer),
    )

    step = protobuf.parse(protobuf.data(protobuf.parse(protobuf.data(answer, 2)), 1))
    assert protobuf.text(step, 1) == "length"


def test_state_is_read_as_it_was_written_and_upgraded_from_json() -> None:
    state = string(length=5, result="abcde")
    stored = json.dumps({"length": 5, "result": "abcde", "from_long_ago": 1}).encode()

    read = call("ReadResource", data_field(1, "random_string"), dynamic(2, state))
    upgraded = call("UpgradeResourceState", data_field(1, "random_string"), data_field(3, data_field(1, stored)))

    assert value(read) == state
    assert value(upgraded) == state | {"numeric": True} | dict.fromkeys(
        ("upper", "lower", "special", "number"), True
    ) | dict.fromkeys(("min_upper", "min_lower", "min_numeric", "min_special"), 0)


def test_a_failure_is_a_diagnostic() -> None:
    planned = {"keepers": None, "min": 5, "max": 1, "seed": None, "id": UNKNOWN, "result": UNKNOWN}

    answer = call("ApplyResourceChange", data_field(1, "random_integer"), dynamic(2, None), dynamic(3, planned))

    diagnostic = protobuf.parse(protobuf.data(answer, 3))
    assert protobuf.text(diagnostic, 2) == "Create Random Integer Error"


def test_a_type_that_can_not_be_imported_says_so() -> None:
    class Fleeting(Resource):
        pass

    service = Service(Provider("x", "1.0.0", resources={"x_fleeting": Fleeting()}))
    answer = service.call("ImportResourceState", data_field(1, "x_fleeting") + data_field(2, "id"))

    diagnostic = protobuf.parse(protobuf.data(protobuf.parse(answer or b""), 2))
    assert protobuf.text(diagnostic, 3) == "x_fleeting can't be imported"


def test_a_value_in_json_is_read_as_well() -> None:
    given = json.dumps(string(length=0)).encode()

    answer = call("ValidateResourceConfig", data_field(1, "random_string"), data_field(2, data_field(2, given)))

    assert "at least 1" in protobuf.text(protobuf.parse(protobuf.data(answer, 1)), 3)


def test_the_same_source_makes_the_same_executable(tmp_path: Path) -> None:
    first, second = (
        mirror.write_provider(tmp_path / name, "random", "linux_amd64") for name in ("first", "second")
    )

    assert first.read_bytes() == second.read_bytes()
    assert first.relative_to(tmp_path / "first").as_posix() == (
        "registry.terraform.io/hashicorp/random/3.7.2/linux_amd64/terraform-provider-random_v3.7.2"
    )
    assert first.stat().st_mode & 0o111


CONFIGURATION = """
terraform {
  required_providers {
    random  = { source = "hashicorp/random", version = "99.0.0" }
    archive = { source = "hashicorp/archive", version = "99.0.0" }
  }
}
resource "random_password" "a" {
  length    = 40
  min_upper = 3
}
ephemeral "random_password" "a" {
  length = 12
}
resource "random_integer" "a" {
  min = 1
  max = var.maximum
}
variable "maximum" {
  type    = number
  default = 1
}
data "archive_file" "a" {
  type             = "zip"
  source_dir       = "${path.module}/source"
  output_path      = "${path.module}/.build/a.zip"
  output_file_mode = "0644"
}
output "length" {
  value = length(nonsensitive(random_password.a.result))
}
output "number" {
  value = random_integer.a.result
}
output "sum" {
  value = data.archive_file.a.output_base64sha256
}
"""


@pytest.mark.slow
def test_a_real_terraform_takes_them_through_a_whole_life(terraform: Terraform, tmp_path: Path) -> None:
    """Under a version that no real provider has, so that these run even where a mirror has the real ones."""
    target = json.loads(terraform.run(tmp_path, "version", "-json").stdout)["platform"]
    for name in mirror.NAMES:
        mirror.write_provider(tmp_path / "mirror", name, target, "99.0.0")
    settings = tmp_path / "terraform.rc"
    settings.write_text(
        f'provider_installation {{\n  filesystem_mirror {{\n    path = "{tmp_path}/mirror"\n  }}\n}}\n'
    )
    folder = tmp_path / "folder"
    (folder / "source").mkdir(parents=True)
    (folder / "source" / "index.mjs").write_text("export const a = 1\n")
    (folder / "main.tf").write_text(CONFIGURATION)
    ours = {"TF_CLI_CONFIG_FILE": str(settings)}

    terraform.init(folder, env=ours)
    terraform.run(folder, "apply", "-auto-approve", "-no-color", env=ours).check()
    unchanged = terraform.plan(folder, "-detailed-exitcode", env=ours)
    outputs = terraform.json(folder, "output", "-json", env=ours)
    replaced = terraform.plan(folder, "-detailed-exitcode", "-var=maximum=2", env=ours)
    refused = terraform.plan(folder, "-var=maximum=0", env=ours)
    apply_refused = terraform.run(folder, "apply", "-auto-approve", "-no-color", "-var=maximum=0", env=ours)
    terraform.run(folder, "destroy", "-auto-approve", "-no-color", env=ours).check()

    assert unchanged.exit_code == 0, unchanged.output
    assert (outputs["length"]["value"], outputs["number"]["value"]) == (40, 1)
    assert replaced.exit_code == 2
    assert "forces replacement" in replaced.stdout
    assert refused.exit_code == 0  # as with the real one, it is apply that finds the bounds wrong
    assert "smaller than or equal" in apply_refused.stderr
