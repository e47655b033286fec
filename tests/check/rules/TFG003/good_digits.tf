variable "account_id" {
  description = "Such as 123456789012, or arn:aws:iam::123456789012:root"
  type        = string

  validation {
    condition     = can(regex("^[0-9]{12}$", var.account_id)) && var.account_id != "000000000000"
    error_message = "Not an account ID such as 123456789012."
  }
}

variable "created" {
  default = "202401011200" # 123456789012
}

variable "account_name" {
  default = "123456789012"
}

variable "phone" {
  default = 491701234567
}

locals {
  uuid        = "123e4567-e89b-12d3-a456-426614174000"
  longer      = "1234567890123"
  commit      = "a123456789012b"
  unused      = "123456789012"
  timestamp   = "20240101120000"
  balancers   = "127311923021"
  arn         = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root"
  no_account  = "arn:aws:s3:::bucket-123456789012"
  managed     = "arn:aws:iam::aws:policy/x"
  escaped_one = "$${123456789012}"
}

data "aws_caller_identity" "current" {}

data "aws_ami" "ubuntu" {
  owners = ["099720109477"]
}

# principal = "123456789012"
resource "aws_lambda_layer_version_permission" "this" {
  principal = data.aws_caller_identity.current.account_id /* "123456789012" */
}

resource "aws_lambda_layer_version_permission" "given" {
  principal = var.account_id
}

resource "aws_s3_bucket_policy" "logs" {
  policy = jsonencode({
    Statement = [{
      Principal = { AWS = "arn:aws:iam::127311923021:root" }
      Resource  = local.no_account
    }]
  })
}

resource "aws_lambda_function" "powertools" {
  description = "Made for arn:aws:iam::123456789012:root"
  layers      = ["arn:aws:lambda:us-east-1:017000801446:layer:AWSLambdaPowertoolsPythonV2:40"]

  environment {
    variables = {
      STARTED = local.timestamp
      BUILD   = "123456789012"
      PHONE   = var.phone
    }
  }
}

import {
  to = aws_sqs_queue.queue
  id = "https://sqs.us-east-1.amazonaws.com/123456789012/q"
}

terraform {
  backend "s3" {
    role_arn = "arn:aws:iam::123456789012:role/state"
  }
}

resource "aws_sqs_queue" "queue" {}
