variable "handler" {
  type    = string
  default = ""
}

variable "endpoint" {
  type = string
}

resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_api_gateway_authorizer" "token" {
  name           = "token"
  rest_api_id    = aws_api_gateway_rest_api.shop.id
  authorizer_uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations"
}

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "orders"
}

resource "aws_api_gateway_resource" "order" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_resource.orders.id
  path_part   = "{proxy+}"
}

resource "aws_api_gateway_method" "get" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.order.id
  http_method   = "GET"
  authorization = "CUSTOM"
  authorizer_id = aws_api_gateway_authorizer.token.id
}

resource "aws_api_gateway_deployment" "shop" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
}

resource "aws_api_gateway_stage" "live" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  deployment_id = aws_api_gateway_deployment.shop.id
  stage_name    = "live"
}

resource "aws_api_gateway_method_settings" "each" {
  for_each    = toset(["*/*", "orders/GET", "/GET"])
  rest_api_id = aws_api_gateway_rest_api.shop.id
  stage_name  = aws_api_gateway_stage.live.stage_name
  method_path = each.key

  settings {
    metrics_enabled = true
  }
}

resource "aws_lambda_function" "snap" {
  function_name = "snap"
  role          = "arn:aws:iam::111122223333:role/x"
  filename      = "snap.zip"
  handler       = var.handler
  runtime       = "python3.12"
  layers        = ["a", "b", "c", "d", "e"]

  snap_start {
    apply_on = "PublishedVersions"
  }

  logging_config {
    log_format            = "JSON"
    application_log_level = "INFO"
  }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.snap.function_name
  function_version = aws_lambda_function.snap.version
}

resource "aws_lambda_permission" "each" {
  for_each      = toset(["events.amazonaws.com", "111122223333", "arn:aws:iam::111122223333:root", "*"])
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = each.key
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "orders"
}

resource "aws_cloudwatch_event_rule" "placed" {
  name           = "placed"
  event_bus_name = aws_cloudwatch_event_bus.orders.name
  event_pattern  = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_target" "rules_bus" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_rule.placed.event_bus_name
  arn            = "arn:aws:sqs:eu-west-1:111122223333:orders"
}

resource "aws_cloudwatch_event_target" "bus" {
  rule           = aws_cloudwatch_event_rule.placed.name
  event_bus_name = aws_cloudwatch_event_bus.orders.arn
  arn            = "arn:aws:sqs:eu-west-1:111122223333:orders"
}

resource "aws_sns_topic_subscription" "each" {
  for_each = {
    sqs   = "arn:aws:sqs:eu-west-1:111122223333:orders"
    email = "a@example.com"
    https = "https://example.com"
    sms   = "+4915112345678"
    http  = var.endpoint
  }

  topic_arn = "arn:aws:sns:eu-west-1:111122223333:news"
  protocol  = each.key
  endpoint  = each.value
}

resource "aws_sqs_queue" "orders" {
  name                 = "orders"
  redrive_policy       = jsonencode({ deadLetterTargetArn = aws_sns_topic_subscription.each["sqs"].endpoint, maxReceiveCount = 5 })
  redrive_allow_policy = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = ["arn:aws:sqs:eu-west-1:111122223333:x"] })
}

resource "aws_route53_record" "each" {
  for_each = {
    A     = ["192.0.2.1", "192.0.2.2"]
    AAAA  = ["2001:db8::1"]
    CNAME = ["b.example.com"]
    MX    = ["10 mail.example.com"]
    TXT   = ["v=spf1 -all"]
  }

  zone_id = "Z1"
  name    = "${each.key}.example.com"
  type    = each.key
  ttl     = 60
  records = each.value
}

resource "aws_dynamodb_table" "provisioned" {
  name           = "provisioned"
  hash_key       = "id"
  read_capacity  = 1
  write_capacity = 1

  attribute {
    name = "id"
    type = "S"
  }

  global_secondary_index {
    name            = "by-id"
    hash_key        = "id"
    projection_type = "ALL"
    read_capacity   = 1
    write_capacity  = 1
  }
}

resource "aws_dynamodb_table" "on_demand" {
  name         = "on-demand"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }

  global_secondary_index {
    name            = "by-id"
    hash_key        = "id"
    projection_type = "ALL"
  }
}

resource "aws_cloudwatch_log_metric_filter" "each" {
  for_each       = toset(["{ $.level = \"error\" }", "{ ($.a = 1) && ($.b EXISTS) }", "ERROR", "[ip, user]", "%ERR%", ""])
  name           = "errors"
  log_group_name = "/orders"
  pattern        = each.key

  metric_transformation {
    name      = "Errors"
    namespace = "Shop/Orders"
    value     = "1"
  }
}
