variable "a" {}

variable "a" {} # expect: TFG135

locals {
  b = 1
}

locals {
  b = 2 # expect: TFG135
}

output "c" {
  value = local.b
}

output "c" { # expect: TFG135
  value = var.a
}

data "aws_region" "d" {}

data "aws_region" "d" {} # expect: TFG135

provider "aws" {}

provider "aws" {} # expect: TFG135
