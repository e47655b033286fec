resource "aws_cloudwatch_event_target" "t" { # expect: TFG134
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "retry_policy" {
    for_each = local.settings

    content {
      maximum_retry_attempts = 3
    }
  }
}
