# data.aws_region.current.name in a comment is no evidence.
variable "region" {}

data "aws_region" "current" {}

data "aws_availability_zone" "a" {
  name = "${var.region}a"
}

locals {
  region = { name = "not the data source's" }
  name   = data.aws_availability_zone.a.name
}

output "region" {
  value = [var.region, local.region.name, data.aws_region.current.description]
}
