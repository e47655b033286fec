resource "aws_sqs_queue" "own_policy" {
  name   = "own-policy"
  policy = "{}"
}

resource "aws_sqs_queue" "no_policy" {
  name = "no-policy"
}

resource "aws_lambda_permission" "events" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.worker.function_name
  principal     = "events.amazonaws.com"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::111122223333:role/worker"
}

resource "aws_cloudwatch_event_target" "each" {
  for_each = {
    own      = aws_sqs_queue.own_policy.arn
    none     = aws_sqs_queue.no_policy.arn
    function = aws_lambda_function.worker.arn
  }

  rule = "placed"
  arn  = each.value
}

resource "aws_sns_topic" "alarms" {
  name = "alarms"
}

resource "aws_sns_topic_policy" "alarms" {
  arn    = aws_sns_topic.alarms.arn
  policy = "{}"
}

resource "aws_cloudwatch_metric_alarm" "depth" {
  alarm_name          = "depth"
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1
  alarm_actions       = [aws_sns_topic.alarms.arn]
}
