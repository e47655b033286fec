resource "aws_iam_role_policy_attachment" "a" {
  role       = "r"
  policy_arn = "${local.managed}/AWSLambdaExecute"
}
