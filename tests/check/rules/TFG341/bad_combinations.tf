provider "aws" {
  region = "eu-west-1"
}

resource "aws_sqs_queue" "orders" {
  name       = "orders.fifo"
  fifo_queue = true
  redrive_policy = jsonencode({ # expect: TFG341
    deadLetterTargetArn = aws_sqs_queue.plain.arn
    maxReceiveCount     = 5
  })
}

resource "aws_sqs_queue" "plain" {
  name = "plain"
}

resource "aws_lambda_event_source_mapping" "plain" {
  event_source_arn = aws_sqs_queue.plain.arn
  function_name    = "f"
  batch_size       = 100 # expect: TFG341
}

resource "aws_cloudwatch_event_target" "orders" {
  rule = "placed"
  arn  = aws_sqs_queue.orders.arn # expect: TFG341
}

resource "aws_api_gateway_method" "post" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "POST"
  authorization = "CUSTOM" # expect: TFG341
}

resource "aws_lambda_function" "f" {
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/f"

  environment {
    variables = {
      TZ         = "Europe/Riga"
      AWS_REGION = "eu-west-1" # expect: TFG341
    }
  }
}

resource "aws_dynamodb_table" "parcels" {
  name         = "parcels"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  global_secondary_index {
    name               = "by_state"
    hash_key           = "id"
    projection_type    = "KEYS_ONLY"
    non_key_attributes = ["state"] # expect: TFG341
  }
}

resource "aws_acm_certificate" "shop" {
  domain_name       = "${join("", [for one in range(7) : "0123456789"])}.example" # expect: TFG341
  validation_method = "DNS"
}

resource "aws_api_gateway_domain_name" "shop" {
  domain_name     = "shop.example"
  certificate_arn = aws_acm_certificate.shop.arn # expect: TFG341
}

resource "aws_cloudwatch_event_rule" "nightly" {
  name                = "nightly"
  schedule_expression = "rate(1 day)" # expect below: TFG341
  state               = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
}
