resource "aws_dynamodb_table" "events" {
  name     = "events"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }
}
