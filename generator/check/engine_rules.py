"""The rules that the engine itself holds: HCL that can't be read, and tfgen's own marks and files."""

from __future__ import annotations

from typing import NamedTuple

from generator.model.finding import Category, Severity


class OwnRule(NamedTuple):
    """A rule with no function of its own; the attributes are those of `Rule`."""

    id: str
    name: str
    severity: Severity
    summary: str
    reason: str
    source: str
    bad: str
    good: str
    category: Category = Category.DEPLOY


UNREADABLE = OwnRule(
    id="TFG000",
    name="invalid-hcl",
    severity=Severity.ERROR,
    summary="Configuration files are HCL that Terraform can read and evaluate",
    reason="Terraform reads no part of a module that has an error like this, so nothing of it is deployed.",
    source="https://developer.hashicorp.com/terraform/language/syntax/configuration",
    bad='locals {\n  name = "unfinished  # expect: TFG000\n}\n',
    good='locals {\n  name = "finished"\n}\n',
)
MISUSED_SUPPRESSION = OwnRule(
    id="TFG901",
    name="misused-suppression",
    severity=Severity.WARNING,
    category=Category.CONVENTION,
    summary="A suppression names a rule that is broken below it, and says why that is right",
    reason="A suppression without a reason can't be reviewed; one that suppresses nothing hides the next finding.",
    source="https://en.wikipedia.org/wiki/Lint_(software)",
    bad="locals {\n  # tfgen:ignore TFG018 because it was slow once # expect: TFG901\n  seconds = 30\n}\n",
    good="locals {\n  seconds = 30\n}\n",
)
EDITED_FILE = OwnRule(
    id="TFG902",
    name="edited-generated-file",
    severity=Severity.ERROR,
    category=Category.OPERATIONS,
    summary="Generated files hold what tfgen wrote",
    reason="The next render refuses to overwrite an edited file, or with --force the edit is lost.",
    source="https://developer.hashicorp.com/terraform/language/style",
    bad="",
    good="",
)
PROVIDER_BEHAVIOUR = OwnRule(
    id="TFG302",
    name="provider-behaviour",
    severity=Severity.INFO,
    category=Category.OPERATIONS,
    summary="With --upgrade: what another version of the provider does otherwise, though it is written the same",
    reason="No plan shows it before the version is taken, and some of it can't be undone after.",
    source="https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/version-6-upgrade",
    bad="",
    good="",
)
OWN_RULES = (UNREADABLE, PROVIDER_BEHAVIOUR, MISUSED_SUPPRESSION, EDITED_FILE)
