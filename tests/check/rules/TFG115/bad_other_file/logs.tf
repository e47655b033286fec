resource "aws_cloudwatch_log_group" "api" {
  name              = "/aws/apigateway/f"
  retention_in_days = 14
}
