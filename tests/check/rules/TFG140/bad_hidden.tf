variable "debug" {
  default = true
}

locals {
  trace = var.debug
  paths = { "*/*" = "true", "events/POST" = true }
}

resource "aws_api_gateway_method_settings" "by_for_each" {
  for_each    = local.paths
  rest_api_id = "a"
  stage_name  = "v1"
  method_path = each.key

  settings {
    data_trace_enabled = each.value # expect: TFG140
  }
}

resource "aws_api_gateway_method_settings" "by_condition" {
  rest_api_id = "a"
  stage_name  = "v1"
  method_path = "*/*"

  dynamic "settings" {
    for_each = [1]

    content {
      data_trace_enabled = var.debug ? local.trace : false # expect: TFG140
    }
  }
}
