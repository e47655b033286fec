resource "aws_cloudwatch_log_group" "b" {
  name              = "/aws/lambda/f" # expect: TFG136
  retention_in_days = 14
}
