variable "account_id" {
  type = string
}

variable "far" {
  default = true
}

locals {
  region = "eu-west-1"
  start  = "arn:aws:sns:us-east-1"
  joined = join(":", ["arn", "aws", "sqs", "us-west-2", var.account_id, "events"]) # expect: TFG123
}

resource "aws_lambda_function" "by_local" {
  function_name = "f"
  role          = "arn:aws:iam::111122223333:role/r"
  layers        = ["arn:aws:lambda:${local.region}:111122223333:layer:l:1"] # expect: TFG123
}

resource "aws_sns_topic_subscription" "by_local" {
  topic_arn = "${local.start}:${var.account_id}:t" # expect: TFG123
  protocol  = "sqs"
  endpoint  = var.far ? "arn:aws:sqs:ap-southeast-2:${var.account_id}:q" : "" # expect: TFG123
}

resource "aws_iam_role_policy" "heredoc" {
  role   = "r"
  policy = <<-JSON
    {
      "Statement": [{
        "Effect": "Allow",
        "Action": "sqs:SendMessage",
        "Resource": "arn:aws:sqs:us-gov-west-1:${var.account_id}:q", "//": "expect: TFG123"
      }]
    }
  JSON
}
