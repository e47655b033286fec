variable "who" {
  default = "*"
}

variable "closed" {
  default = false
}

locals {
  everybody = { AWS = var.who }
  services  = toset(["sqs", "sns"])
}

resource "aws_sns_topic_policy" "by_local" {
  arn = "t"
  policy = jsonencode({
    Statement = {
      Effect    = "Allow"
      Principal = local.everybody
      Action    = ["sns:Subscribe", "sns:Publish"] # expect: TFG138
      Resource  = "*"
    }
  })
}

resource "aws_kms_key" "by_condition" {
  policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Principal = var.closed ? "111122223333" : "*"
      Action    = "kms:Decrypt" # expect: TFG138
      Resource  = "*"
    }]
  })
}

data "aws_iam_policy_document" "by_for_each" {
  for_each = local.services

  statement {
    actions   = ["${each.key}:GetAttributes"] # expect: TFG138
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root", "*"]
    }
  }
}

resource "aws_cloudwatch_event_bus_policy" "heredoc" {
  # expect below: TFG138
  policy = <<-JSON
    {"Statement": [{"Effect": "Allow", "Principal": {"AWS": ["*"]}, "Action": "events:PutEvents", "Resource": "x"}]}
  JSON
}
