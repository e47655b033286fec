variable "statements" {
  type = any
}

data "aws_iam_policy_document" "parts" {
  statement {
    sid       = ""
    actions   = ["sqs:*"]
    resources = ["*"]
  }
}

data "aws_iam_policy_document" "worker" {
  source_policy_documents = [data.aws_iam_policy_document.parts.json]

  dynamic "statement" {
    for_each = var.statements
    content {
      actions = statement.value
    }
  }
}

resource "aws_iam_policy" "worker" {
  policy = data.aws_iam_policy_document.worker.json
}

resource "aws_iam_policy" "unknown" {
  policy = jsonencode({ Version = "2012-10-17", Statement = var.statements })
}

resource "aws_iam_role" "worker" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Sid       = "AssumeRole1"
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::${var.statements}:oidc-provider/x" }
      Condition = { "ForAnyValue:StringLikeIfExists" = { "x:sub" = "y" } }
    }
  })
}

resource "aws_kms_key" "main" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "Enable IAM User Permissions"
      Effect    = "Allow"
      Action    = "kms:*"
      Principal = { AWS = ["111122223333", "arn:aws:iam::111122223333:root", "*"] }
      Resource  = "*"
    }]
  })
}

resource "aws_ecr_repository_policy" "main" {
  repository = "r"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "ecr:*", Principal = "*" }]
  })
}
