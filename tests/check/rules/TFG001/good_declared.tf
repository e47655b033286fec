variable "aws_region" {
  type = string
}

variable "no_default" {}

# var.in_a_comment is nothing, nor is it in // or /* var.there */
provider "aws" {
  region = var.aws_region
}

locals {
  escaped  = "$${var.not_a_reference} %%{ if var.neither }"
  text     = "var.text"
  heredoc  = <<-EOT
    $${var.shell} var.word
  EOT
  named    = [for var_x in ["a"] : var_x]
  variable = { var = "x" }
  inner    = local.variable.var
}

resource "aws_sqs_queue" "queue" {
  name = var.no_default
}
