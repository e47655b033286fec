locals {
  tags = merge({ Project = "events" }, { Ephemeral = "true" })
}

provider "aws" {
  default_tags {
    tags = local.tags
  }
}

variable "owner" {
  default = "external"
}

resource "aws_api_gateway_account" "main" {
  count               = var.owner == "owned" ? 1 : 0
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
