"""The knobs of who deploys: a role to take, a boundary for the roles that are made, a key for the state."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from generator import hcl
from generator.cli.main import app

ROOT = Path(__file__).parents[2]
ROLE, BOUNDARY = "arn:aws:iam::111122223333:role/deploy", "arn:aws:iam::111122223333:policy/platform/boundary"
KEY = "arn:aws:kms:us-east-1:111122223333:key/0123-abcd"
SETTINGS = (
    f"account.assume_role={ROLE}", f"account.permissions_boundary={BOUNDARY}", f"state.kms_key={KEY}",
    "state.backend=s3", "state.bucket=states-of-ours", "api.routes.post_events.target=bus", "api.account_role=owned",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(ROOT)
    options = [word for setting in SETTINGS for word in ("--set", setting)]
    result = CliRunner().invoke(app, ["render", "--env", "prod", "--out", str(tmp_path), "--quiet", *options])
    assert result.exit_code == 0, result.output
    return tmp_path / "prod"


def test_each_stands_where_terraform_reads_it(folder: Path) -> None:
    module = hcl.load({file.name: file.read_bytes() for file in folder.glob("*.tf")})
    provider = next(one for one in module.providers if one.address == "aws").view
    backend = module.settings.backend
    roles = [instance for role in module.resources("aws_iam_role") for instance in role.instances]

    assert provider.path("assume_role", "role_arn").value == ROLE
    assert backend is not None
    assert backend["kms_key_id"].value == KEY
    assert len(roles) == 6
    assert {role["permissions_boundary"].value for role in roles} == {BOUNDARY}


def test_a_check_has_nothing_to_say_of_them(folder: Path) -> None:
    result = CliRunner().invoke(app, ["check", str(folder), "--select", "TFG003,TFG124,TFG901"])

    assert (result.exit_code, result.stdout) == (0, "")
