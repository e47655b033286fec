variable "environment_suffix" {
  default = "prod"
}

# Ephemeral = "true"
provider "aws" {
  default_tags {
    tags = { Ephemeral = "false", Team = "pr-9" }
  }
}

resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
