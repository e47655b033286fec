resource "aws_iam_user_policy" "heredoc" {
  user = "u"
  # expect below: TFG101
  policy = <<-JSON
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Action": ["dynamodb:*"], "Resource": "${aws_dynamodb_table.events.arn}"}
      ]
    }
  JSON
}
