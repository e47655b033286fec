resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = var.role
}
variable "role" {}
