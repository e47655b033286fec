variable "partition" {
  default = "aws"
}

variable "policy_arn" {
  default = "arn:aws:iam::aws:policy/AWSLambdaExecute"
}

data "aws_partition" "current" {}

# arn:aws:iam::aws:policy/x
resource "aws_iam_role_policy_attachment" "a" {
  role       = "r"
  policy_arn = "arn:${data.aws_partition.current.partition}:iam::aws:policy/AWSLambdaExecute"
}

resource "aws_iam_role_policy_attachment" "b" {
  role       = "r"
  policy_arn = var.policy_arn
}

resource "aws_iam_role_policy_attachment" "c" {
  role       = "r"
  policy_arn = "arn:${var.partition}:iam::aws:policy/AWSLambdaExecute"
}

resource "aws_sqs_queue" "q" {
  name = "barn-aws"
  tags = { about = "warn:aws-users" }
}
