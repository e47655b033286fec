terraform {
  backend "local" {}
}

variable "null" {
  nullable = false
  default  = null # expect: TFG315
}

variable "other" {
  type = string

  validation {
    condition     = var.null != "" # expect: TFG315
    error_message = "No."
  }
}

variable "token" {
  type      = string
  ephemeral = true
}

output "token" {
  value = "x-${var.token}" # expect: TFG315
}

output "root" {
  value     = var.token
  ephemeral = true # expect: TFG315
}

locals {
  never = 1 > 2
}

output "never" {
  value = 1

  precondition {
    condition     = local.never # expect: TFG315
    error_message = "Never."
  }
}

resource "terraform_data" "never" {
  lifecycle {
    precondition {
      condition     = local.never # expect: TFG315
      error_message = "Never."
    }
  }
}
