locals {
  tags = merge({ Project = "events" }, { Ephemeral = "true" })
}

provider "aws" {
  default_tags {
    tags = local.tags
  }
}

resource "aws_dynamodb_table" "events" {
  name     = "events"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
