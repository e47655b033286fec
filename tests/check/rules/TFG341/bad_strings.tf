resource "aws_cloudwatch_log_metric_filter" "f1" {
  name           = "f1"
  log_group_name = "/a"
  pattern        = "{ $.level = \"error\" " # expect: TFG341
  metric_transformation {
    name      = "a"
    namespace = "b"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "f2" {
  name           = "f2"
  log_group_name = "/a"
  pattern        = "{ level = error }" # expect: TFG341
  metric_transformation {
    name      = "a"
    namespace = "b"
    value     = "1"
  }
}

resource "aws_cloudwatch_log_metric_filter" "f3" {
  name           = "f3"
  log_group_name = "/a"
  pattern        = "[ip, user" # expect: TFG341
  metric_transformation {
    name      = "a:b" # expect: TFG341
    namespace = "AWS/Lambda"
    value     = "1"
    unit      = "Items"
  }
}

resource "aws_sqs_queue" "q3" {
  name           = "q3"
  redrive_policy = jsonencode({ deadLetterTargetArn = "my-dlq", maxReceiveCount = 5 }) # expect: TFG341
}

resource "aws_ssm_parameter" "p1" {
  name  = "aws/x" # expect: TFG341
  type  = "String"
  value = "x"
}

resource "aws_ssm_parameter" "p2" {
  name  = "/a b" # expect: TFG341
  type  = "String"
  value = "x"
}

resource "aws_ssm_parameter" "p3" {
  name  = "a/b" # expect: TFG341
  type  = "String"
  value = "x"
}
