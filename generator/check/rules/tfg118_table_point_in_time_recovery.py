"""TFG118 table-point-in-time-recovery: a table that stays can be set back to before a mistake."""

from collections.abc import Iterator

from generator.check.facts.tables import lasting_tables
from generator.check.facts.texts import truth
from generator.check.rule import Category, Rule, Severity, Violation
from generator.hcl import Module


def check(module: Module) -> Iterator[Violation]:
    """Yield the tables without point-in-time recovery, those of ephemeral environments left out."""
    for table in lasting_tables(module):
        blocks = table.blocks("point_in_time_recovery")
        if not blocks:
            yield Violation(table, "nothing undoes a mistaken write or delete in this table", _HINT, table.address)
        elif blocks[0].certain:
            enabled = blocks[0]["enabled"]
            if truth(enabled.value) is False:
                yield Violation(
                    enabled, "nothing undoes a mistaken write or delete in this table", _HINT, table.address
                )


_HINT = "add point_in_time_recovery { enabled = true }"

RULE = Rule(
    id="TFG118",
    name="table-point-in-time-recovery",
    severity=Severity.WARNING,
    category=Category.OPERATIONS,
    summary="DynamoDB tables have point-in-time recovery, but for those of ephemeral environments",
    reason="With it a table can be restored to any second of the last weeks; without it a mistaken delete is "
    "final. An environment is ephemeral where a tag Ephemeral or a variable ephemeral is true, or where "
    "its suffix is that of a pull request, such as pr-123. Tables of state locks are left alone.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Point-in-time-recovery.html",
    bad="""resource "aws_dynamodb_table" "events" { # expect
  name         = "events"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "event_id"

  attribute {
    name = "event_id"
    type = "S"
  }
}
""",
    good="""resource "aws_dynamodb_table" "events" {
  name         = "events"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "event_id"

  attribute {
    name = "event_id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}
""",
    check=check,
)
