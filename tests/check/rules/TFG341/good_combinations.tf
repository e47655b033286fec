provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "edge"
  region = "us-east-1"
}

variable "window_seconds" {
  type = number
}

variable "queue_arn" {
  type = string
}

variable "indexes" {
  type = map(string)
}

resource "aws_sqs_queue" "plain" {
  name = "plain"
}

resource "aws_lambda_event_source_mapping" "window" {
  event_source_arn                   = aws_sqs_queue.plain.arn
  function_name                      = "f"
  batch_size                         = 100
  maximum_batching_window_in_seconds = var.window_seconds
}

resource "aws_lambda_event_source_mapping" "other" {
  event_source_arn = var.queue_arn
  function_name    = "f"
  batch_size       = 100
}

resource "aws_acm_certificate" "shop" {
  provider          = aws.edge
  domain_name       = "shop.example"
  validation_method = "DNS"
}

resource "aws_api_gateway_domain_name" "shop" {
  domain_name     = "shop.example"
  certificate_arn = aws_acm_certificate.shop.arn
}

resource "aws_dynamodb_table" "parcels" {
  name         = "parcels"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  dynamic "global_secondary_index" {
    for_each = var.indexes
    content {
      name               = global_secondary_index.key
      hash_key           = "id"
      projection_type    = "KEYS_ONLY"
      non_key_attributes = null
    }
  }
}

resource "aws_sqs_queue" "fifo" {
  name       = "${var.queue_arn}.fifo"
  fifo_queue = true
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)"
}
