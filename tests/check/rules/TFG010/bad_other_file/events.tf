resource "aws_cloudwatch_event_permission" "p" {
  principal = local.who # expect: TFG010
}
