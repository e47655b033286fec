variable "name" {
  type = string
}

variable "delays" {
  type    = list(number)
  default = []
}

variable "limits" {
  type    = object({ count = number, word = optional(string) })
  default = null
}

output "arn" {
  value = "arn:${var.name}"
}
