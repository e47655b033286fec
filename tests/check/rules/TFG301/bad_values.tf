terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

variable "timeout" {
  default = 5000
}

locals {
  modes = toset(["active", "PassThrough"])
}

resource "aws_lambda_function" "values" {
  for_each      = local.modes
  function_name = "values-${each.key}"
  role          = "role" # expect: TFG301
  filename      = "values.zip"
  handler       = "index.handler"
  runtime       = "nodejs24.x"  # expect: TFG301
  timeout       = var.timeout   # expect: TFG301
  memory_size   = 100           # expect: TFG301
  architectures = ["arm64", ""] # expect: TFG301

  tracing_config {
    mode = each.key # expect: TFG301
  }
}

resource "aws_sqs_queue" "events" { # comments are no evidence: name_prefix
  name                       = "events" # expect: TFG301
  name_prefix                = "events"
  visibility_timeout_seconds = 50000 # expect: TFG301
}

resource "aws_cloudwatch_event_rule" "empty" { # expect: TFG301
  name = "empty"
}

resource "aws_ssm_parameter" "token" {
  name  = "/token"
  type  = "Sting" # expect: TFG301
  value = "x"
}
