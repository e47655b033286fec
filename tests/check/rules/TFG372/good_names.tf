variable "environment" {
  type = string
}

resource "random_id" "group" {
  byte_length = 2
  keepers     = { vpc = "vpc-1" }
}

resource "aws_security_group" "random" {
  name = "orders-${random_id.group.hex}"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_policy" "by_content" {
  name   = "orders-${substr(sha1(file("policy.json")), 0, 8)}"
  policy = file("policy.json")

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "prefixed" {
  name_prefix        = "orders-"
  assume_role_policy = "{}"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role" "destroyed_first" {
  name               = "orders"
  assume_role_policy = "{}"
}

# A queue that becomes FIFO gets another name by that.
resource "aws_sqs_queue" "orders" {
  name = "orders"

  lifecycle {
    create_before_destroy = true
  }
}

# Only another name or API makes a new one.
resource "aws_api_gateway_stage" "main" {
  rest_api_id   = "a"
  deployment_id = "b"
  stage_name    = var.environment

  lifecycle {
    create_before_destroy = true
  }
}
