variable "manage_api_gateway_account" {
  type    = bool
  default = false
}

resource "aws_api_gateway_stage" "main" {
  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}
