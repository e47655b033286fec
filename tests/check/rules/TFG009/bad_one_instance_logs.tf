resource "aws_api_gateway_method_settings" "each" {
  for_each    = { a_quiet = "OFF", b_loud = "INFO" }
  rest_api_id = "a"
  stage_name  = "b"
  method_path = each.key

  settings {
    logging_level = each.value # expect: TFG009
  }
}
