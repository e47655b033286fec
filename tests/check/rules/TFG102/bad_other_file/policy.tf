locals {
  writes = { Effect = "Allow", Action = ["dynamodb:PutItem"], Resource = local.tables } # expect: TFG102
}

resource "aws_iam_role_policy" "store" {
  role   = "r"
  policy = jsonencode({ Statement = [local.writes] })
}
