"""TFG380 open-to-everybody: ports of administration, databases and function URLs are not open to the world."""

from collections.abc import Iterator

from generator.aws.exposures import EXPOSURES_BY_TYPE
from generator.check.facts.clauses import match_combinations
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield what everybody can reach by the table of exposures."""
    yield from match_combinations(module, EXPOSURES_BY_TYPE)


RULE = Rule(
    id="TFG380",
    name="open-to-everybody",
    severity=Severity.ERROR,
    category=Category.SECURITY,
    summary="Ports of administration and databases are not open to the Internet, and function URLs ask who calls",
    reason="What is reachable is found within minutes, and tried with every password there is.",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html",
    bad="""resource "aws_security_group" "host" {
  name = "host"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["0.0.0.0/0"] # expect
  }
}
""",
    good="""resource "aws_security_group" "host" {
  name = "host"

  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ["10.0.0.0/8"]
  }
}
""",
    check=check,
)
