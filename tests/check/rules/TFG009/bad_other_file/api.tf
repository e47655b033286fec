resource "aws_api_gateway_method_settings" "all" {
  settings {
    logging_level = var.level # expect: TFG009
  }
}
