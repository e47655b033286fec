locals {
  used   = 1
  unused = local.used # expect: TFG128
  # local.commented
  commented = { a = 1 } # expect: TFG128
}

output "text" {
  value = "local.unused"
}
