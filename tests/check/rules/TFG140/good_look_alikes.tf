variable "trace" {
  type = bool
}

resource "aws_api_gateway_method_settings" "unknown" {
  rest_api_id = "a"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    data_trace_enabled = var.trace
  }
}

# data_trace_enabled = true
resource "aws_api_gateway_method_settings" "by_default" {
  rest_api_id = "a"
  stage_name  = "v1"
  method_path = "*/*"

  settings {
    logging_level = "INFO"
  }
}
