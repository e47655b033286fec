variable "resource" {
  type = string
}

resource "aws_iam_role_policy" "unscoped" {
  role = "r"
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], Resource = "*" },
      { Effect = "Allow", Action = "cloudwatch:PutMetricData", Resource = "*",
        Condition = { StringEquals = { "cloudwatch:namespace" = "events" } } },
      { Effect = "Allow", Action = ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:Describe*"], Resource = "*" },
      { Effect = "Allow", Action = ["logs:DescribeLogGroups", "ecr:GetAuthorizationToken", "sts:GetCallerIdentity"], Resource = "*" },
      { Effect = "Allow", Action = "dynamodb:PutItem", Resource = var.resource },
      { Effect = "Allow", Action = "dynamodb:PutItem", Resource = [aws_dynamodb_table.t.arn, "${aws_dynamodb_table.t.arn}/index/*"] },
      { Effect = "Deny", Action = "dynamodb:DeleteTable", Resource = "*" },
      { Effect = "Allow", Action = "kms:Decrypt", Resource = "*",
        Condition = { StringEquals = { "kms:ViaService" = "ssm.eu-west-1.amazonaws.com" } } },
    ]
  })
}

resource "aws_kms_key" "key" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { Service = "events.amazonaws.com" }, Action = "kms:Decrypt", Resource = "*" }]
  })
}

resource "aws_iam_role" "trust" {
  assume_role_policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

data "aws_iam_policy_document" "queue" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = ["*"]

    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
  }

  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::bucket/*"]
  }
}
