resource "aws_api_gateway_method_settings" "all" {
  settings {
    logging_level = "INFO"
  }
}
