variable "owned" {
  type = bool
}

variable "environment_suffix" {
  default = "pr-5"
}

resource "aws_api_gateway_account" "main" {
  count               = var.owned ? 1 : 0
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
