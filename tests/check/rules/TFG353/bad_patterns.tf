resource "aws_cloudwatch_event_rule" "operator" {
  event_pattern = jsonencode({ detail = { state = [{ begins = "a" }] } }) # expect: TFG353
}

resource "aws_cloudwatch_event_rule" "type" {
  # expect below: TFG353
  event_pattern = <<-EOT
    {"detail": {"size": [{"numeric": [">", "5"]}], "name": [{"exists": "yes"}]}}
  EOT
}

resource "aws_cloudwatch_event_rule" "large" {
  event_pattern = jsonencode({ source = [for one in range(500) : "source-${one}"] }) # expect: TFG353
}
