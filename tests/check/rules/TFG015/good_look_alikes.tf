# data.aws_region.current.name in a comment is no evidence.
data "aws_region" "current" {}

data "aws_availability_zone" "a" {
  name = "${data.aws_region.current.id}a"
}

locals {
  region = { name = "not the data source's" }
  name   = data.aws_availability_zone.a.name
}

output "region" {
  value = [data.aws_region.current.id, local.region.name, data.aws_region.current.description]
}
