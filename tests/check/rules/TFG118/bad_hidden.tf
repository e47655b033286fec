variable "recover" {
  default = false
}

locals {
  recover = var.recover
}

resource "aws_dynamodb_table" "by_local" {
  name     = "by_local"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = local.recover # expect: TFG118
  }
}

resource "aws_dynamodb_table" "by_condition" {
  name     = "by_condition"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = local.recover ? true : false # expect: TFG118
  }
}

resource "aws_dynamodb_table" "dynamic" { # expect: TFG118
  name     = "dynamic"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  dynamic "point_in_time_recovery" {
    for_each = local.recover ? [1] : []

    content {
      enabled = true
    }
  }
}

resource "aws_dynamodb_table" "by_for_each" { # expect: TFG118
  name     = "by_for_each"
  hash_key = "id"
  for_each = toset(["a", "b"])

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "tagged" { # expect: TFG118
  name     = "tagged"
  hash_key = "id"
  tags     = { Ephemeral = "false" }

  attribute {
    name = "id"
    type = "S"
  }
}
