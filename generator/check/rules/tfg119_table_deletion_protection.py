"""TFG119 table-deletion-protection: a table that stays is not deleted by mistake."""

from collections.abc import Iterator

from generator.check.facts.tables import lasting_tables
from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the tables without deletion protection, those of ephemeral environments left out."""
    for table in lasting_tables(module):
        protected = table["deletion_protection_enabled"]
        lifecycle = table.resource.lifecycle
        if lifecycle is not None and lifecycle["prevent_destroy"].value is True:
            continue
        if protected.absent or truth(protected.value) is False:
            message = "a rename, a wrong plan or one click deletes this table and all in it"
            yield Violation(protected, message, "set deletion_protection_enabled = true", table.address)


RULE = Rule(
    id="TFG119",
    name="table-deletion-protection",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="DynamoDB tables refuse to be deleted, but for those of ephemeral environments",
    reason="A change of its key replaces a table, which begins with deleting it. In an environment that is soon "
    "destroyed the protection would only stand in the way; which those are is as for TFG118.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.Basics.html",
    bad="""resource "aws_dynamodb_table" "events" {
  name                        = "events"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "event_id"
  deletion_protection_enabled = false # expect

  attribute {
    name = "event_id"
    type = "S"
  }
}
""",
    good="""resource "aws_dynamodb_table" "events" {
  name                        = "events"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "event_id"
  deletion_protection_enabled = true

  attribute {
    name = "event_id"
    type = "S"
  }
}
""",
    check=check,
)
