variable "null" {
  default = null
}

variable "both" {
  type    = string
  default = ""

  validation {
    condition     = var.both != "" || var.null == null
    error_message = "One of both."
  }
}

variable "token" {
  type      = string
  ephemeral = true
}

output "token" {
  value     = var.token
  ephemeral = true
}

# A caller may give another value.
output "given" {
  value = 1

  precondition {
    condition     = var.both != ""
    error_message = "Give both."
  }
}
