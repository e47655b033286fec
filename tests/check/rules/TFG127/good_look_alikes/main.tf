variable "in_an_index" {
  default = "a"
}

variable "in_a_heredoc" {
  default = "b"
}

variable "in_a_validation" {
  default = 1
}

variable "other" {
  default = 2

  validation {
    condition     = var.other > var.in_a_validation
    error_message = "No."
  }
}

variable "in_another_file" {
  default = true
}

variable "in_json" {
  default = true
}

output "o" {
  value = { a = var.other }[var.in_an_index]
}

output "h" {
  value = <<-TEXT
    ${upper(var.in_a_heredoc)}
  TEXT
}
