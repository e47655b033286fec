resource "aws_sns_topic" "news" {
  name = "news"
}

resource "aws_sns_topic_policy" "news" {
  arn    = aws_sns_topic.news.arn
  policy = "{}"
}

resource "aws_sqs_queue" "dead" {
  name = "dead"
}

resource "aws_sqs_queue_policy" "dead" {
  queue_url = aws_sqs_queue.dead.id
  policy    = "{}"
}

resource "aws_cloudwatch_event_target" "news" {
  rule = "placed"
  arn  = aws_sns_topic.news.arn # expect: TFG371

  dead_letter_config {
    arn = aws_sqs_queue.dead.arn
  }

  depends_on = [aws_sqs_queue_policy.dead]
}

resource "aws_sns_topic_subscription" "dead" {
  topic_arn = aws_sns_topic.news.arn
  protocol  = "sqs"
  endpoint  = aws_sqs_queue.dead.arn # expect: TFG371
}
