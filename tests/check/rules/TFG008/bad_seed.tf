resource "aws_api_gateway_integration_response" "post_event" { # expect: TFG008
  # No depends_on specified
}

resource "aws_lambda_function" "event_ingestion" { # expect: TFG008
  # No depends_on for IAM roles or log groups
  function_name = "ingest-fn"
  role          = aws_iam_role.lambda_ingestion.arn
}

resource "aws_iam_role" "lambda_ingestion" {
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy_attachment" "lambda_ingestion_basic" {
  role       = aws_iam_role.lambda_ingestion.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_cloudwatch_log_group" "lambda_ingestion" {
  name = "/aws/lambda/ingest-fn"
}
