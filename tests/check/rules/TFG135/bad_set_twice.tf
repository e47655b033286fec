# Whatever holds arguments: each is set once, on one line or over several.
terraform {
  required_version = ">= 1.11"
  required_version = ">= 1.12" # expect: TFG135
}

provider "aws" {
  region = "eu-west-1"
  region = var.region # expect: TFG135
}

variable "region" {
  type    = string
  default = "a"
  default = "b" # expect: TFG135
}

locals {
  x = 1
  x = { # expect: TFG135
    a = 1
  }
}

resource "aws_sns_topic" "t" {
  name = "a"
  name = local.x # expect: TFG135

  lifecycle {
    prevent_destroy = true
    prevent_destroy = false # expect: TFG135
  }
}

module "m" {
  source = "./m"
  source = "./n" # expect: TFG135
}

output "x" {
  value = local.x
  value = 2 # expect: TFG135
}
