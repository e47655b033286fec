variable "source" {
  type = string
}

resource "aws_cloudwatch_event_rule" "placed" {
  event_pattern = jsonencode({
    source = [var.source, { prefix = "shop" }, { "anything-but" = { prefix = "x" } }]
    "$or"  = [{ detail = { size = [{ numeric = [">", 0, "<=", 5] }] } }, { detail = { flag = [{ exists = false }, null] } }]
  })
}

resource "aws_cloudwatch_event_rule" "unknown" {
  event_pattern = var.source
}
