resource "aws_sns_topic" "t" {
  name = "${local.prefix}-t"
}
