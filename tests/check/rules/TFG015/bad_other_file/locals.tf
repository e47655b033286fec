locals {
  region = data.aws_region.current.name # expect: TFG015
}
