data "aws_sqs_queue" "shared" {
  name = "shared"
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = aws_iam_role.worker.arn
}

resource "aws_lambda_event_source_mapping" "other_account" {
  event_source_arn = "arn:aws:sqs:eu-west-1:444455556666:orders" # expect: TFG360
  function_name    = aws_lambda_function.worker.arn
}

resource "aws_lambda_event_source_mapping" "read" {
  event_source_arn = data.aws_sqs_queue.shared.arn # expect: TFG360
  function_name    = aws_lambda_function.worker.arn
}
