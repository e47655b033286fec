terraform {
  required_version = ">= 1.11"
  experiments      = []

  cloud {
    organization = "example"

    workspaces {
      name = "orders"
    }
  }
}

variable "flags" {
  description = "A text, as a number is one"
  type        = string
  sensitive   = "true"
  nullable    = false
  ephemeral   = false
  default     = <<-EOT
    text
  EOT

  validation {
    condition     = var.flags != ""
    error_message = "No ${var.flags}."
  }
}

output "o" {
  value       = 1
  description = 5
  depends_on  = [terraform_data.life, module.n]

  precondition {
    condition     = var.flags != ""
    error_message = "No."
  }
}

module "n" {
  source    = "./n"
  anything  = 1
  providers = { aws = aws.west }

  _ {
    count = 1
  }
}

resource "terraform_data" "life" {
  input = 1

  lifecycle {
    create_before_destroy = true
    prevent_destroy       = "false"
    ignore_changes        = all
    replace_triggered_by  = [terraform_data.other.id]

    postcondition {
      condition     = self.output != ""
      error_message = "No."
    }
  }

  provisioner "local-exec" {
    when       = destroy
    on_failure = "continue"
    command    = "true"
  }
}

resource "terraform_data" "other" {
  lifecycle {
    ignore_changes = [input, "triggers_replace"]
  }
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

check "c" {
  data "http" "up" {
    url = "https://example.com"
  }
  assert {
    condition     = data.http.up.status_code == 200
    error_message = "Down."
  }
}

moved {
  from = terraform_data.a
  to   = terraform_data.life
}

removed {
  from = terraform_data.gone

  lifecycle {
    destroy = false
  }
}
