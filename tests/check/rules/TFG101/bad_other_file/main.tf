resource "aws_iam_role_policy" "events" {
  role   = "r"
  policy = jsonencode({ Statement = [local.allowed] })
}
