resource "aws_dynamodb_table" "events" {
  name     = "events"
  hash_key = "id"

  deletion_protection_enabled = var.protect # expect: TFG119

  attribute {
    name = "id"
    type = "S"
  }
}
