variable "only_validated" { # expect: TFG127
  type    = number
  default = 1

  validation {
    condition     = var.only_validated > 0
    error_message = "only_validated must be more than 0."
  }
}

# var.in_a_comment
variable "in_a_comment" { # expect: TFG127
  default = true
}

variable "in_a_text" { # expect: TFG127
  default = true
}

output "text" {
  value = "var.in_a_text and $${var.in_a_text}"
}
