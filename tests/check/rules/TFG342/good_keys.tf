variable "index" {
  type = string
}

variable "indexes" {
  type = map(string)
}

locals {
  indexes = { by_carrier = "carrier", by_state = "state" }
}

resource "aws_dynamodb_table" "parcels" {
  name     = "parcels"
  hash_key = "id"

  dynamic "attribute" {
    for_each = toset(concat(["id"], values(local.indexes)))
    content {
      name = attribute.value
      type = "S"
    }
  }

  dynamic "global_secondary_index" {
    for_each = local.indexes
    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value
      projection_type = "ALL"
    }
  }
}

resource "aws_dynamodb_table" "unknown" {
  name     = "unknown"
  hash_key = var.index

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "unknown_indexes" {
  name     = "unknown"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  attribute {
    name = "state"
    type = "S"
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes
    content {
      name            = global_secondary_index.key
      hash_key        = global_secondary_index.value
      projection_type = "ALL"
    }
  }
}
