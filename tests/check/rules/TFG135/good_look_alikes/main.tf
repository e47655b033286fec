resource "aws_sqs_queue" "q" {
  name = "a"
}

resource "aws_sqs_queue_policy" "q" {
  queue_url = "q"
  policy    = "{}"
}

data "aws_sqs_queue" "q" {
  name = "a"
}

# resource "aws_sqs_queue" "q" {}
locals {
  q = 1
}

output "q" {
  value = local.q
}

provider "aws" {}

provider "aws" {
  alias = "other"
}
