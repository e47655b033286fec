variable "resource" {
  default = "*"
}

locals {
  any = "*"
}

resource "aws_iam_policy" "by_local" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = ["dynamodb:PutItem"]
      Resource = [local.any] # expect: TFG102
    }]
  })
}

resource "aws_iam_policy" "by_variable" {
  for_each = toset(["GetObject", "PutObject"])
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:${each.key}"
      Resource = var.resource != "" ? var.resource : "arn:aws:s3:::b/*" # expect: TFG102
    }]
  })
}

resource "aws_iam_policy" "mixed" {
  policy = jsonencode({
    Statement = [{
      Effect   = "Allow"
      Action   = ["xray:PutTraceSegments", "sqs:SendMessage"]
      Resource = "*" # expect: TFG102
    }]
  })
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = { send = "sqs:SendMessage" }

    content {
      sid       = statement.key
      actions   = [statement.value]
      resources = ["*"] # expect: TFG102
    }
  }

  statement {
    actions       = ["sqs:SendMessage"]
    not_resources = ["arn:aws:sqs:eu-west-1:111122223333:q"] # expect: TFG102
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::*"] # expect: TFG102
  }

  statement {
    actions   = ["ssm:GetParameter"]
    resources = ["*"] # expect: TFG102

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["true"]
    }
  }
}

resource "aws_iam_group_policy" "heredoc" {
  group = "g"
  # expect below: TFG102
  policy = <<EOF
{"Statement": {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}}
EOF
}
