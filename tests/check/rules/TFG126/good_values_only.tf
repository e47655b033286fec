locals {
  names = ["a"]
}

output "names" {
  value = local.names
}
