variable "encrypted" {
  type    = bool
  default = false
}

variable "key" {
  default = ""
}

variable "key_or_null" {
  default = null
}

locals {
  encrypted = { main = true, dead = false }
}

resource "aws_sqs_queue" "variable" {
  sqs_managed_sse_enabled = var.encrypted # expect: TFG011
}

resource "aws_sqs_queue" "text" {
  sqs_managed_sse_enabled = "false" # expect: TFG011
}

resource "aws_sqs_queue" "empty_key" {
  kms_master_key_id = var.key # expect: TFG011
}

resource "aws_sqs_queue" "null_key" { # expect: TFG011
  kms_master_key_id = var.key_or_null
}

resource "aws_sqs_queue" "some" {
  for_each                = local.encrypted
  sqs_managed_sse_enabled = each.value # expect: TFG011
}

resource "aws_sqs_queue" "comment" { # expect: TFG011
  # sqs_managed_sse_enabled = true
  tags = { sqs_managed_sse_enabled = true }
}

resource "aws_sqs_queue" "conditional" {
  sqs_managed_sse_enabled = var.encrypted ? true : null
  kms_master_key_id       = var.encrypted ? "alias/x" : "" # expect: TFG011
}

resource "aws_sqs_queue" "period_alone" { # expect: TFG011
  kms_data_key_reuse_period_seconds = 300
}
