variable "unknown" {
  type = bool
}

variable "key" {
  type = string
}

resource "aws_kms_key" "queues" {}

resource "aws_sqs_queue" "managed" {
  sqs_managed_sse_enabled = true
}

resource "aws_sqs_queue" "own_key" {
  kms_master_key_id = aws_kms_key.queues.arn
}

resource "aws_sqs_queue" "both_kinds" {
  for_each                = { a = true, b = false }
  sqs_managed_sse_enabled = each.value ? true : null
  kms_master_key_id       = each.value ? null : "alias/aws/sqs"
}

resource "aws_sqs_queue" "unknown" {
  sqs_managed_sse_enabled = var.unknown
}

resource "aws_sqs_queue" "unknown_key" {
  sqs_managed_sse_enabled = false
  kms_master_key_id       = var.key
}

resource "aws_sqs_queue" "either" {
  sqs_managed_sse_enabled = var.key == "" ? true : null
  kms_master_key_id       = var.key != "" ? var.key : null
}

resource "aws_sqs_queue" "none" {
  count = 0
}

resource "aws_sqs_queue_policy" "not_a_queue" {
  queue_url = aws_sqs_queue.managed.url
}

data "aws_sqs_queue" "read" {
  name = "other"
}
