variable "account_id" {
  type = string
}

locals {
  partition = "aws"
  joined    = join(":", ["arn", local.partition, "sqs", var.account_id, "x", "events"]) # expect: TFG124
  services  = toset(["sqs", "sns"])
}

resource "aws_iam_role_policy_attachment" "by_local" {
  role       = "r"
  policy_arn = "arn:${local.partition}:iam::aws:policy/AWSLambdaExecute" # expect: TFG124
}

data "aws_iam_policy_document" "by_for_each" {
  for_each = local.services

  statement {
    actions   = ["${each.key}:TagResource"]
    resources = ["arn:aws:${each.key}:*:${var.account_id}:*"] # expect: TFG124
  }
}

output "bucket" {
  value = var.account_id != "" ? "arn:aws-cn:s3:::bucket" : "" # expect: TFG124
}
