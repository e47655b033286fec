variable "account_role" {
  default = "external"
}

locals {
  owned = var.account_role == "owned"
}

resource "aws_api_gateway_account" "main" {
  count               = local.owned ? 1 : 0
  cloudwatch_role_arn = "arn:aws:iam::aws:role/x"
}

resource "aws_api_gateway_stage" "main" {
  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}
