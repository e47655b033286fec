resource "aws_cloudwatch_event_target" "t" { # expect: TFG133
  rule = "r"
  arn  = "arn:aws:sqs:eu-west-1:111122223333:q"

  dynamic "dead_letter_config" {
    for_each = local.settings

    content {
      arn = "arn"
    }
  }
}
