resource "aws_api_gateway_rest_api" "a" {
  name = "a"
}

resource "aws_api_gateway_rest_api" "b" {
  name = "b"
}

resource "aws_api_gateway_authorizer" "a" {
  name          = "a"
  rest_api_id   = aws_api_gateway_rest_api.a.id
  type          = "COGNITO_USER_POOLS"
  provider_arns = ["arn:aws:cognito-idp:eu-west-1:111122223333:userpool/x"]
}

resource "aws_api_gateway_method" "other_api" {
  rest_api_id   = aws_api_gateway_rest_api.b.id
  resource_id   = aws_api_gateway_rest_api.b.root_resource_id
  http_method   = "GET"
  authorization = "COGNITO_USER_POOLS"
  authorizer_id = aws_api_gateway_authorizer.a.id # expect: TFG341
}

resource "aws_api_gateway_method" "other_type" {
  rest_api_id   = aws_api_gateway_rest_api.a.id
  resource_id   = aws_api_gateway_rest_api.a.root_resource_id
  http_method   = "GET"
  authorization = "CUSTOM" # expect: TFG341
  authorizer_id = aws_api_gateway_authorizer.a.id
}

resource "aws_api_gateway_deployment" "a" {
  rest_api_id = aws_api_gateway_rest_api.a.id
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_api_gateway_stage" "b" {
  rest_api_id   = aws_api_gateway_rest_api.b.id
  deployment_id = aws_api_gateway_deployment.a.id # expect: TFG341
  stage_name    = "x"
}

resource "aws_api_gateway_method_settings" "s" {
  rest_api_id = aws_api_gateway_rest_api.b.id
  stage_name  = aws_api_gateway_stage.b.stage_name
  method_path = "/orders/GET" # expect: TFG341
  settings {
    metrics_enabled = true
  }
}

resource "aws_api_gateway_resource" "slash" {
  rest_api_id = aws_api_gateway_rest_api.b.id
  parent_id   = aws_api_gateway_rest_api.a.root_resource_id # expect: TFG341
  path_part   = "orders/x" # expect: TFG341
}

resource "aws_lambda_function" "log" {
  function_name = "log"
  role          = "arn:aws:iam::111122223333:role/x"
  image_uri     = "x"
  package_type  = "Image"
  logging_config {
    log_format            = "Text"
    application_log_level = "INFO" # expect: TFG341
  }
}

resource "aws_lambda_function" "snap" {
  function_name = "snap"
  role          = "arn:aws:iam::111122223333:role/x"
  filename      = "x.zip"
  handler       = "a.b"
  runtime       = "nodejs22.x" # expect: TFG341
  snap_start {
    apply_on = "PublishedVersions"
  }
}

resource "aws_lambda_function" "nohandler" {
  function_name = "nohandler"
  role          = "arn:aws:iam::111122223333:role/x"
  filename      = "x.zip" # expect: TFG341
  runtime       = "nodejs22.x"
}

resource "aws_lambda_permission" "principal" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "events" # expect: TFG341
}

resource "aws_route53_record" "cname" {
  zone_id = "Z1"
  name    = "a.example.com"
  type    = "CNAME"
  ttl     = 60
  records = ["a.example.com", "b.example.com"] # expect: TFG341
}

resource "aws_route53_record" "a" {
  zone_id = "Z1"
  name    = "a.example.com"
  type    = "A"
  ttl     = 60
  records = ["a.example.com"] # expect: TFG341
}

resource "aws_route53_record" "mx" {
  zone_id = "Z1"
  name    = "a.example.com"
  type    = "MX"
  ttl     = 60
  records = ["mail.example.com"] # expect: TFG341
}

resource "aws_sns_topic_subscription" "ep" {
  topic_arn = "arn:aws:sns:eu-west-1:111122223333:x"
  protocol  = "sqs"
  endpoint  = "https://example.com" # expect: TFG341
}

resource "aws_sns_topic_subscription" "em" {
  topic_arn = "arn:aws:sns:eu-west-1:111122223333:x"
  protocol  = "email"
  endpoint  = "not-an-address" # expect: TFG341
}

resource "aws_sns_topic_subscription" "ht" {
  topic_arn = "arn:aws:sns:eu-west-1:111122223333:x"
  protocol  = "https"
  endpoint  = "http://example.com" # expect: TFG341
}

resource "aws_dynamodb_table" "t" {
  name         = "ttt"
  billing_mode = "PROVISIONED" # expect: TFG341
  hash_key     = "id"
  attribute {
    name = "id"
    type = "S"
  }
  global_secondary_index {
    name            = "iii"
    hash_key        = "id"
    projection_type = "ALL"
  }
  read_capacity  = 1
  write_capacity = 1
}

resource "aws_lambda_event_source_mapping" "fn" {
  event_source_arn  = "arn:aws:sqs:eu-west-1:111122223333:x"
  function_name     = "f"
  starting_position = "LATEST" # expect: TFG341
}

resource "aws_lambda_function" "edge" {
  function_name = "mem"
  role          = "arn:aws:iam::111122223333:role/x"
  filename      = "x.zip"
  handler       = "a.b"
  runtime       = "nodejs22.x"
  layers        = ["arn:aws:lambda:eu-west-1:111122223333:layer:a:1", "arn:aws:lambda:eu-west-1:111122223333:layer:b:1", "arn:aws:lambda:eu-west-1:111122223333:layer:c:1", "arn:aws:lambda:eu-west-1:111122223333:layer:d:1", "arn:aws:lambda:eu-west-1:111122223333:layer:e:1", "arn:aws:lambda:eu-west-1:111122223333:layer:f:1"] # expect: TFG341
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "orders"
}

resource "aws_cloudwatch_event_rule" "placed" {
  name           = "placed"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "default_bus" {
  rule = aws_cloudwatch_event_rule.placed.name # expect: TFG341
  arn  = "arn:aws:sqs:eu-west-1:111122223333:orders"
}

resource "aws_route53_record" "aaaa" {
  zone_id = "Z1"
  name    = "a.example.com"
  type    = "AAAA"
  ttl     = 60
  records = ["192.0.2.1"] # expect: TFG341
}

resource "aws_sqs_queue" "in_order" {
  name       = "in-order.fifo"
  fifo_queue = true
}

resource "aws_cloudwatch_event_target" "in_order" {
  rule = "placed"
  arn  = aws_sqs_queue.in_order.arn # expect: TFG341

  sqs_target {
    message_group_id = "orders"
  }
}

resource "aws_cognito_user_pool_client" "both" {
  name                                 = "both"
  user_pool_id                         = "eu-west-1_a"
  generate_secret                      = true
  callback_urls                        = ["https://example.com"]
  allowed_oauth_flows                  = ["client_credentials", "code"] # expect: TFG341
  allowed_oauth_flows_user_pool_client = true
}

resource "aws_lambda_function" "old_python" {
  function_name = "old-python"
  role          = "arn:aws:iam::111122223333:role/x"
  filename      = "x.zip"
  handler       = "a.b"
  runtime       = "python3.9" # expect: TFG341

  snap_start {
    apply_on = "PublishedVersions"
  }
}
