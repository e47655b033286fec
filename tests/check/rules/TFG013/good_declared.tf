terraform {
  required_providers {
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.source]
    }
  }
}

data "aws_caller_identity" "current" {}

variable "rules" {
  type = list(object({ name = string }))
}

locals {
  names   = { for key, rule in var.rules : key => rule.name }
  nested  = [for rule in var.rules : [for part in split("-", rule.name) : part]]
  escaped = "$${data.aws_region.current.name}"
  # data.aws_partition.current.partition
}

ephemeral "random_password" "token" {
  length = 40
}

resource "aws_iam_role" "one" {
  provider           = aws.source
  name               = data.aws_caller_identity.current.account_id
  assume_role_policy = jsonencode({ Statement = [] })

  dynamic "inline_policy" {
    for_each = var.rules
    iterator = each_rule

    content {
      name = each_rule.value.name
    }
  }

  lifecycle {
    ignore_changes = [tags.Owner, inline_policy[0].name, assume_role_policy]

    precondition {
      condition     = length(local.names) > 0
      error_message = "None."
    }

    postcondition {
      condition     = self.arn != ""
      error_message = "None."
    }
  }

  provisioner "local-exec" {
    command = "echo ${self.arn} ${path.module} ${terraform.workspace}"
  }
}

module "inner" {
  source    = "./inner"
  providers = { aws = aws.source }
}

moved {
  from = aws_iam_role.was
  to   = aws_iam_role.one
}

removed {
  from = aws_sqs_queue.old

  lifecycle {
    destroy = false
  }
}

check "health" {
  data "http" "site" {
    url = "https://example.com"
  }

  assert {
    condition     = data.http.site.status_code == 200
    error_message = "Down."
  }
}

output "inner" {
  value = module.inner.anything
}
