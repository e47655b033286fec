variable "publisher" {
  type = string
}

variable "publishers" {
  type    = set(string)
  default = ["111122223333", "444455556666"]
}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "publisher" {
  assume_role_policy = "{}"
}

resource "aws_organizations_account" "member" {
  name  = "member"
  email = "a@example.com"
}

locals {
  from_an_arn = split(":", aws_iam_role.publisher.arn)[4]
}

resource "aws_cloudwatch_event_permission" "this" {
  principal = data.aws_caller_identity.current.account_id
}

resource "aws_cloudwatch_event_permission" "id" {
  principal = "${data.aws_caller_identity.current.id}"
}

resource "aws_cloudwatch_event_permission" "everybody" {
  principal = "*"

  condition {
    key   = "aws:PrincipalOrgID"
    type  = "StringEquals"
    value = aws_iam_role.publisher.arn
  }
}

resource "aws_cloudwatch_event_permission" "unknown" {
  principal = var.publisher
}

resource "aws_cloudwatch_event_permission" "each" {
  for_each  = var.publishers
  principal = each.value
}

resource "aws_cloudwatch_event_permission" "number" {
  principal = 111122223333
}

resource "aws_cloudwatch_event_permission" "part" {
  principal = local.from_an_arn
}

resource "aws_cloudwatch_event_permission" "member" {
  principal = aws_organizations_account.member.id # not aws_iam_role.publisher.arn
}

resource "aws_lambda_permission" "other" {
  principal = aws_iam_role.publisher.arn
}
