# A mistake in each of the blocks that are Terraform's own.
terraform {
  required_verison = ">= 1.11" # expect: TFG310

  backends "s3" { # expect: TFG310
  }
}

variable "1a" { # expect: TFG310
  type = string
}

variable "flags" {
  sensitive = "yes"          # expect: TFG310
  nullable  = var.other      # expect: TFG310
  default   = upper("other") # expect: TFG310

  validation { # expect: TFG310
    condition = var.flags != ""
  }
  validation {
    condition     = true # expect: TFG310
    error_message = "No."
  }
}

output "o" { # expect: TFG310
  values = 1 # expect: TFG310
}

output "conditions" {
  value       = 1
  description = ["a"] # expect: TFG310

  postcondition { # expect: TFG310
    condition     = var.flags != ""
    error_message = "No."
  }
}

locals {
  x { # expect: TFG310
  }
}

module "m" { # expect: TFG310
}

module "n" {
  source     = "./n"
  depends_on = var.flags # expect: TFG310
  providers  = [aws]     # expect: TFG310

  settings { # expect: TFG310
  }
}

resource "terraform_data" "a.b" { # expect: TFG310
}

resource "terraform_data" "life" {
  lifecycle {
    create_before_destroy = var.flags # expect: TFG310
    ignore_changes        = ["*"]     # expect: TFG310
    prevent_destory       = true      # expect: TFG310
  }
  lifecycle { # expect: TFG310
  }
  provisioner { # expect: TFG310
  }
  provisioner "local-exec" {
    when    = never # expect: TFG310
    command = "true"
  }
}

data "terraform_remote_state" "d" {
  lifecycle {
    prevent_destroy = true # expect: TFG310
  }
}

provider "aws" {
  count = 1 # expect: TFG310
}

check "c" { # expect: TFG310
}

moved { # expect: TFG310
  from = terraform_data.a
}
