"""TFG124 hardcoded-partition: ARNs are right in every partition of AWS."""

from collections.abc import Iterator

from generator.check.facts.arns import written_arns
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the ARNs with a literal partition."""
    for arn in written_arns(module):
        if arn.partition == "aws" or arn.partition.startswith("aws-"):
            message = f"this ARN is of the partition {arn.partition} only"
            yield Violation(arn.place, message, "use ${data.aws_partition.current.partition}")


RULE = Rule(
    id="TFG124",
    name="hardcoded-partition",
    severity=Severity.INFO,
    category=Category.CONVENTION,
    summary="ARNs take their partition from data.aws_partition",
    reason="In China, GovCloud and the European Sovereign Cloud ARNs begin otherwise (arn:aws-cn:), and a stack "
    'with "arn:aws:" in it can\'t be deployed there.',
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    bad="""resource "aws_iam_role_policy_attachment" "logs" {
  role       = "process"
  policy_arn = "arn:aws:iam::aws:policy/AWSLambdaExecute" # expect
}
""",
    good="""data "aws_partition" "current" {}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = "process"
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AWSLambdaExecute"
}
""",
    check=check,
)
