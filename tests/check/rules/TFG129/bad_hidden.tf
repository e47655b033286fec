variable "owner" {
  default = "owned"
}

variable "tags" {
  default = {}
}

locals {
  lifetime = "True"
  tags     = merge(var.tags, { ephemeral = local.lifetime })
}

provider "aws" {
  default_tags {
    tags = local.tags
  }
}

resource "aws_api_gateway_account" "main" { # expect: TFG129
  count               = var.owner == "owned" ? 1 : 0
  cloudwatch_role_arn = "arn:aws:iam::111122223333:role/api-gateway"
}
