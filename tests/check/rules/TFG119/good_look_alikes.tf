variable "protect" {
  type = bool
}

resource "aws_dynamodb_table" "unknown" {
  name     = "unknown"
  hash_key = "id"

  deletion_protection_enabled = var.protect

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_dynamodb_table" "by_terraform" {
  name     = "by_terraform"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  lifecycle {
    prevent_destroy = true
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
