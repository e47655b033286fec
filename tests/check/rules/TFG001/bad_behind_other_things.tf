variable "environment" {
  type    = string
  default = "dev"

  validation {
    condition     = contains(var.environments, var.environment) # expect: TFG001
    error_message = "Not one of ${join(", ", var.environments)}." # expect: TFG001
  }
}

locals {
  zone = var.environment == "prod" ? var.aws_region : "none" # expect: TFG001
}

provider "aws" {
  alias  = "east"
  region = local.zone
}

resource "aws_sqs_queue" "many" {
  for_each = var.queues # expect: TFG001
  name     = each.key
}

resource "aws_iam_role" "role" {
  count              = var.roles # expect: TFG001
  assume_role_policy = <<-EOT
    {"Statement": []}
  EOT

  dynamic "inline_policy" {
    for_each = var.policies[*].name # expect: TFG001

    content {
      name = "${inline_policy.value}-${var.suffix["a"]}" # expect: TFG001
    }
  }
}

output "all" {
  value = [for name in ["a"] : "${name}-${var.nothing}" if var.some] # expect: TFG001
}
