resource "aws_cloudwatch_event_rule" "r" {
  name = "${local.name_prefix}-received" # expect: TFG120
}
