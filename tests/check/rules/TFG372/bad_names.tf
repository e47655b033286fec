variable "environment" {
  type = string
}

data "aws_region" "here" {}

locals {
  prefix = "orders-${var.environment}"
}

resource "aws_iam_policy" "read" {
  name   = "${local.prefix}-read" # expect: TFG372
  policy = "{}"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker-${data.aws_region.here.region}" # expect: TFG372
  assume_role_policy = "{}"

  lifecycle {
    create_before_destroy = true
  }
}

# An alarm's arguments are changed in place; this asks for a new one.
resource "aws_cloudwatch_metric_alarm" "depth" {
  alarm_name          = "depth" # expect: TFG372
  comparison_operator = "GreaterThanThreshold"
  evaluation_periods  = 1

  lifecycle {
    create_before_destroy = true
    replace_triggered_by  = [aws_iam_role.worker]
  }
}

resource "aws_lb_target_group" "shop" {
  for_each = toset(["a", "b"])
  name     = each.key # expect: TFG372
  port     = 443
  protocol = "HTTPS"
  vpc_id   = "vpc-1"

  lifecycle {
    create_before_destroy = true
  }
}
