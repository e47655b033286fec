variable "protect" {
  default = false
}

locals {
  protect = var.protect
  tables  = { a = false, b = null }
}

resource "aws_dynamodb_table" "by_local" {
  name     = "by_local"
  hash_key = "id"

  deletion_protection_enabled = local.protect # expect: TFG119

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "by_condition" {
  name     = "by_condition"
  hash_key = "id"

  deletion_protection_enabled = var.protect ? true : null # expect: TFG119

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "by_for_each" {
  name     = "by_for_each"
  hash_key = "id"
  for_each = local.tables

  deletion_protection_enabled = each.value # expect: TFG119

  attribute {
    name = "id"
    type = "S"
  }
}

# deletion_protection_enabled = true
resource "aws_dynamodb_table" "by_default" { # expect: TFG119
  name     = "by_default"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
