variable "source_arn" {
  type = string
}

resource "aws_cloudwatch_event_rule" "each" {
  for_each      = toset(["placed", "shipped"])
  name          = each.key
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
      Condition = { ArnEquals = { "aws:SourceArn" = [for rule in aws_cloudwatch_event_rule.each : rule.arn] } }
    }]
  })
}

resource "aws_cloudwatch_event_target" "each" {
  for_each = aws_cloudwatch_event_rule.each
  rule     = each.value.name
  arn      = aws_sqs_queue.orders.arn
}

resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sqs_queue" "news" {
  name = "news"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "sns.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = "*"
      Condition = { ArnLike = { "aws:SourceArn" = [var.source_arn] } }
    }]
  })
}

resource "aws_sns_topic_subscription" "news" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.news.arn
}
