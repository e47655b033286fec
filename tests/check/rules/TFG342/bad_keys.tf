locals {
  indexes = { by_carrier = "carrier", by_state = "state" }
}

resource "aws_dynamodb_table" "parcels" {
  name     = "parcels"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  local_secondary_index { # expect: TFG342
    name            = "late"
    range_key       = "date" # expect: TFG342
    projection_type = "ALL"
  }

  dynamic "attribute" {
    for_each = local.indexes
    content {
      name = attribute.value # expect: TFG342
      type = "S"
    }
  }

  global_secondary_index {
    name            = "by_carrier"
    hash_key        = "carrier"
    projection_type = "ALL"
  }
}
