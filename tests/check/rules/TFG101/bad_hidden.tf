variable "action" {
  default = "s3:*"
}

variable "broad" {
  default = true
}

locals {
  everything = "*"
  statement = {
    Effect   = "Allow"
    Action   = local.everything # expect: TFG101
    Resource = "arn:aws:s3:::bucket"
  }
  document = jsonencode({ Version = "2012-10-17", Statement = [local.statement] })
  services = { tables = "dynamodb", queues = "sqs" }
}

resource "aws_iam_policy" "by_local" {
  policy = local.document
}

resource "aws_iam_policy" "by_variable" {
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Action = "s3:GetObject", Resource = "*" },
      { Effect = "Allow", Action = ["s3:GetObject", var.action], Resource = "*" }, # expect: TFG101
    ]
  })
}

resource "aws_iam_role_policy" "by_condition" {
  role = "r"
  policy = jsonencode({
    Statement = {
      Effect   = "Allow"
      Action   = var.broad ? "kms:*" : "kms:Decrypt" # expect: TFG101
      Resource = "*"
    }
  })
}

data "aws_iam_policy_document" "by_for_each" {
  for_each = local.services

  statement {
    actions   = ["${each.value}:*"] # expect: TFG101
    resources = ["arn:aws:${each.value}:eu-west-1:111122223333:x"]
  }
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = ["logs", "xray"]

    content {
      actions   = ["${statement.value}:*"] # expect: TFG101
      resources = ["*"]
    }
  }
}

data "aws_iam_policy_document" "all_but" {
  statement {
    not_actions = ["iam:*"] # expect: TFG101
    resources   = ["*"]
  }
}

resource "aws_iam_role" "inline" {
  assume_role_policy = "{}"

  inline_policy {
    name   = "all"
    policy = "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}]}" # expect: TFG101
  }
}

resource "aws_sqs_queue_policy" "of_a_queue" {
  queue_url = "q"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*" }] # expect: TFG101
  })
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = "r"
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AdministratorAccess" # expect: TFG101
}
