"""TFG342 table-keys: a table's attributes are those that its keys and indexes use, no more and no fewer."""

from collections.abc import Iterator

from generator.check.facts.links import instances
from generator.check.rule import Rule, Severity, Violation
from generator.hcl import BlockView, Instance, Module, Value

_INDEXES = ("global_secondary_index", "local_secondary_index")
_KEYS = ("hash_key", "range_key")


def check(module: Module) -> Iterator[Violation]:
    """Yield the keys without an attribute, and the attributes without a key, of tables that are wholly known."""
    for table in instances(module, "aws_dynamodb_table"):
        blocks = [view for type_ in ("attribute", *_INDEXES) for view in table.blocks(type_)]
        keys = list(_keys(table))
        attributes = [view["name"] for view in table.blocks("attribute")]
        if not all(view.certain for view in blocks) or any(value.unknown for value in (*keys, *attributes)):
            continue
        declared = {value.value for value in attributes}
        for key in keys:
            if key.value not in declared:
                message = f"the key {key.value} has no attribute block"
                yield Violation(key, message, "declare it with its type", table.address)
        used = {value.value for value in keys}
        for attribute in attributes:
            if used and attribute.known and attribute.value not in used and not _has_index_resources(module):
                message = f"no key uses the attribute {attribute.value}"
                yield Violation(attribute, message, "declare the attributes of keys alone", table.address)
        if table["range_key"].absent and not table.blocks("key_schema"):
            for index in table.blocks("local_secondary_index"):
                yield Violation(index, "a local index needs a table with a range_key", "set it", table.address)


def _keys(table: Instance) -> Iterator[Value]:
    views: list[BlockView] = [table, *(view for type_ in _INDEXES for view in table.blocks(type_))]
    for view in views:
        found = [view[name] for name in _KEYS]
        found += [key["attribute_name"] for key in view.blocks("key_schema")]
        found += [part for name in ("hash_keys", "range_keys") for part in view[name].items()]
        yield from (value for value in found if not value.absent)


def _has_index_resources(module: Module) -> bool:
    """Whether indexes are resources of their own here, which use attributes too."""
    return bool(module.resources("aws_dynamodb_global_secondary_index"))


RULE = Rule(
    id="TFG342",
    name="table-keys",
    severity=Severity.ERROR,
    summary="A DynamoDB table declares the attributes of its keys and indexes, and no others",
    reason="DynamoDB knows types of keys alone. The provider refuses an attribute that no key uses, and AWS a key "
    "that has none.",
    source="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html",
    bad="""resource "aws_dynamodb_table" "parcels" {
  name         = "parcels"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "carrier" # expect
    type = "S"
  }
}
""",
    good="""resource "aws_dynamodb_table" "parcels" {
  name         = "parcels"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
""",
    check=check,
)
