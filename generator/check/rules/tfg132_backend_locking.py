"""TFG132 backend-locking: two runs can't write one state at the same time."""

from collections.abc import Iterator

from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import BlockView, Module

_COMPLETE = {"s3": ("bucket", "key"), "http": ("address",), "oss": ("bucket",)}
"""What a block has to set to be taken for all there is: the rest may come with `-backend-config` otherwise."""


def check(module: Module) -> Iterator[Violation]:
    """Yield the backend if it does not lock, or says not to."""
    backend = module.settings.backend
    if backend is None or not backend.labels:
        return
    kind = backend.labels[0]
    if kind == "consul" and truth(backend["lock"].value) is False:
        yield Violation(backend["lock"], "two runs at the same time can write this state", "remove it")
    if all(not backend[name].absent for name in _COMPLETE.get(kind, ("-",))) and not _locks(backend, kind):
        message = "two runs at the same time can write this state, and one of them is lost"
        yield Violation(backend, message, _HINTS[kind])


def _locks(backend: BlockView, kind: str) -> bool:
    if kind == "s3":
        lockfile = backend["use_lockfile"]
        return truth(lockfile.value) is True or lockfile.unknown or not backend["dynamodb_table"].absent
    return not backend["lock_address" if kind == "http" else "tablestore_table"].absent


_HINTS = {
    "s3": "set use_lockfile = true (Terraform 1.10 or later), or dynamodb_table",
    "http": "set lock_address and unlock_address",
    "oss": "set tablestore_endpoint and tablestore_table",
}

RULE = Rule(
    id="TFG132",
    name="backend-locking",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="The state's backend locks",
    reason="Two pipelines that apply at once overwrite each other's state; what one of them made is then "
    "nobody's.",
    source="https://developer.hashicorp.com/terraform/language/backend/s3#state-locking",
    bad="""terraform {
  backend "s3" { # expect
    bucket = "acme-terraform-state"
    key    = "events/dev/terraform.tfstate"
    region = "eu-west-1"
  }
}
""",
    good="""terraform {
  backend "s3" {
    bucket       = "acme-terraform-state"
    key          = "events/dev/terraform.tfstate"
    region       = "eu-west-1"
    use_lockfile = true
  }
}
""",
    check=check,
)
