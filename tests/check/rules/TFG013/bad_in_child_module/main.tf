module "inner" {
  source = "./inner"
}

output "region" {
  value = data.aws_region.current.id # expect: TFG013
}
