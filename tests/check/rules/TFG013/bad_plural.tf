locals {
  queue = "orders"
}

variable "name" {
  type = string
}

output "names" {
  value = [
    locals.queue,  # expect: TFG013
    vars.name,     # expect: TFG013
    variable.name, # expect: TFG013
  ]
}
