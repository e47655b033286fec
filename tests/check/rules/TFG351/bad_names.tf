data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["sqs:Recieve*", "dynamo:GetItem"] # expect: TFG351
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "worker" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "s3:GetObject"
      Resource  = "*"
      Condition = { StringEquals = { "s3:prefixes" = "a" } } # expect: TFG351
    }]
  })
}
