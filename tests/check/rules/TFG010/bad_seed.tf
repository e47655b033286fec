resource "aws_iam_role" "lambda_ingestion" {
  assume_role_policy = "{}"
}

resource "aws_cloudwatch_event_permission" "organization_access" {
  principal = aws_iam_role.lambda_ingestion.arn # expect: TFG010
}
