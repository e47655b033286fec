variable "used_where_nobody_can_read" {
  default = true
}

output "o" {
  value = (var.used_where_nobody_can_read
