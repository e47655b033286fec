resource "aws_dynamodb_table" "events" {
  name     = "events"
  hash_key = "id"

  attribute {
    name = "id"
    type = "S"
  }

  point_in_time_recovery {
    enabled = var.recover # expect: TFG118
  }
}
