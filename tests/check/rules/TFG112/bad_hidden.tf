variable "tracing" {
  default = false
}

locals {
  tracing = var.tracing
  stages  = { v1 = false, v2 = "false" }
}

resource "aws_api_gateway_stage" "by_local" {
  rest_api_id          = "a"
  deployment_id        = "d"
  stage_name           = "v1"
  xray_tracing_enabled = local.tracing # expect: TFG112
}

resource "aws_api_gateway_stage" "by_condition" {
  rest_api_id          = "a"
  deployment_id        = "d"
  stage_name           = "v2"
  xray_tracing_enabled = var.tracing ? true : null # expect: TFG112
}

resource "aws_api_gateway_stage" "by_for_each" {
  for_each             = local.stages
  rest_api_id          = "a"
  deployment_id        = "d"
  stage_name           = each.key
  xray_tracing_enabled = each.value # expect: TFG112
}

# xray_tracing_enabled = true
resource "aws_api_gateway_stage" "by_default" { # expect: TFG112
  rest_api_id   = "a"
  deployment_id = "d"
  stage_name    = "v3"
}
