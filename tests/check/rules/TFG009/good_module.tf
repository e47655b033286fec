module "api_gateway_account" {
  source  = "cloudposse/api-gateway/aws//modules/account-settings"
  version = "0.3.1"
}

resource "aws_api_gateway_stage" "main" {
  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}
