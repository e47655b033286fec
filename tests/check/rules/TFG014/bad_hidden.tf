locals {
  settings = { metrics_enabled = true }
}

resource "aws_api_gateway_method_settings" "by_local" {
  rest_api_id = "a1b2c3"
  stage_name  = "v1"
  method_path = "*/*"
  settings    = local.settings # expect: TFG014
}

resource "aws_api_gateway_method_settings" "by_condition" {
  for_each    = toset(["v1", "v2"])
  rest_api_id = "a1b2c3"
  stage_name  = each.key
  method_path = "*/*"
  settings    = each.key == "v1" ? local.settings : null # expect: TFG014
}

resource "aws_lambda_function" "fn" {
  function_name = "fn"
  role          = "arn:aws:iam::111122223333:role/fn"

  tags { # expect: TFG014
    Team = "orders"
  }
}
