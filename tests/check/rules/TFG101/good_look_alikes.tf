variable "action" {
  type = string
}

# Action = "*" in a comment is no policy
resource "aws_iam_role_policy" "named" {
  role = "r"
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = ["s3:Get*", "dynamodb:PutItem"], Resource = "arn:aws:s3:::b/*" },
      { Effect = "Deny", Action = "*", Resource = "*" },
      { Effect = "Deny", NotAction = "iam:*", Resource = "*" },
      { Effect = "Allow", Action = var.action, Resource = "*" },
      { Effect = var.action, Action = "*", Resource = "*" },
    ]
  })
}

resource "aws_kms_key" "key" {
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = { AWS = "arn:aws:iam::111122223333:root" }, Action = "kms:*", Resource = "*" }]
  })
}

data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]

    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}

data "aws_iam_policy_document" "absent" {
  count = 0

  statement {
    actions   = ["*"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = "r"
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = "r"
  policy_arn = "arn:aws:iam::111122223333:policy/QueueFullAccess"
}

resource "aws_organizations_policy" "other" {
  content = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}
