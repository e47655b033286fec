locals {
  queue = "orders"
}

output "queue" {
  value = locals.queue
}
