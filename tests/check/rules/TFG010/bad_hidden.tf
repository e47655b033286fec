variable "publisher" {
  default = "arn:aws:iam::aws:root"
}

variable "organization" {
  default = "o-1234567890"
}

variable "account" {}

data "aws_caller_identity" "current" {}

resource "aws_iam_role" "publisher" {
  name               = "publisher"
  assume_role_policy = "{}"
}

locals {
  principal = aws_iam_role.publisher.arn
}

resource "aws_cloudwatch_event_permission" "local" {
  principal = local.principal # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "variable" {
  principal = var.publisher # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "organization" {
  principal = var.organization # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "template" {
  principal = "arn:aws:iam::${var.account}:root" # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "wrapped" {
  principal = "${aws_iam_role.publisher.arn}" # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "name" {
  principal = aws_iam_role.publisher.name # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "identity" {
  principal = data.aws_caller_identity.current.arn # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "conditional" {
  principal = var.organization != "" ? aws_iam_role.publisher.unique_id : "*" # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "each" {
  for_each  = toset(["111122223333", "events.amazonaws.com"])
  principal = each.value # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "counted" {
  count     = 1
  principal = [aws_iam_role.publisher.arn][count.index] # expect: TFG010
}

resource "aws_cloudwatch_event_permission" "short" {
  principal = "1234" # expect: TFG010
}
