variable "recover" {
  type = bool
}

variable "recoveries" {
  type = list(bool)
}

resource "aws_dynamodb_table" "unknown" {
  name     = "unknown"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = var.recover
  }
}

resource "aws_dynamodb_table" "unknown_block" {
  name     = "unknown_block"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  dynamic "point_in_time_recovery" {
    for_each = var.recoveries

    content {
      enabled = point_in_time_recovery.value
    }
  }
}

resource "aws_dynamodb_table" "locks" {
  name     = "locks"
  hash_key = "LockID"

  attribute {
    name = "LockID"
    type = "S"
  }
}

resource "aws_dynamodb_table" "own_tag" {
  name     = "own_tag"
  hash_key = "id"
  tags     = { ephemeral = "true" }

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "none" {
  name     = "none"
  hash_key = "id"
  count    = 0

  attribute {
    name = "id"
    type = "S"
  }
}

data "aws_dynamodb_table" "read" {
  name = "t"
}
