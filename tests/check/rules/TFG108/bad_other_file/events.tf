resource "aws_cloudwatch_event_target" "t" {
  rule = "r"
  arn  = aws_lambda_function.f.arn
}
