variable "action" {
  type = string
}

data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["SQS:receivemessage", "SNS:Receive", "sqs:*", "*", "dynamodb:Batch*Item", "s3:Get?bject", var.action, "sqs:${var.action}"]
    resources = ["*"]

    condition {
      test     = "StringEquals"
      variable = "s3:ExistingObjectTag/team"
      values   = ["a"]
    }

    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:sub"
      values   = ["a"]
    }
  }
}
