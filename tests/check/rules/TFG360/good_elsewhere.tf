variable "stream_arn" {
  type = string
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "worker" {
  role = aws_iam_role.worker.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"]
      Resource = "arn:aws:sqs:eu-west-1:444455556666:orders"
    }]
  })
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_event_source_mapping" "other_account" {
  event_source_arn = "arn:aws:sqs:eu-west-1:444455556666:orders"
  function_name    = aws_lambda_function.worker.arn
}

resource "aws_lambda_event_source_mapping" "unknown" {
  event_source_arn = var.stream_arn
  function_name    = aws_lambda_function.worker.arn
}
