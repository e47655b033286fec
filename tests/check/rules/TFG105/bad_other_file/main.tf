resource "aws_cloudwatch_log_group" "process" {
  name              = "p"
  retention_in_days = var.retention_days # expect: TFG105
}
