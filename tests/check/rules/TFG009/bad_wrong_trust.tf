resource "aws_iam_role" "lambda" {
  assume_role_policy = jsonencode({
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = aws_iam_role.lambda.arn # expect: TFG009
}

resource "aws_api_gateway_method_settings" "all" {
  settings {
    logging_level = "ERROR"
  }
}
