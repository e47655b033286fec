locals {
  who = local.parts.who
}

resource "aws_cloudwatch_event_permission" "p" {
  principal = local.who
}
