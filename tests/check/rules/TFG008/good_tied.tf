variable "logged" {
  default = false
}

locals {
  name = "store-fn"
  tie  = aws_iam_role_policy.store.id
}

resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_rest_api" "other" {
  name = "other"
}

resource "aws_api_gateway_method" "post" {
  rest_api_id   = aws_api_gateway_rest_api.main.id
  resource_id   = aws_api_gateway_rest_api.main.root_resource_id
  http_method   = "POST"
  authorization = "NONE"
}

resource "aws_api_gateway_integration" "post" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = aws_api_gateway_method.post.http_method
  type        = "MOCK"
}

resource "aws_api_gateway_integration" "of_another_api" {
  rest_api_id = aws_api_gateway_rest_api.other.id
  resource_id = aws_api_gateway_rest_api.other.root_resource_id
  http_method = "POST"
  type        = "MOCK"
}

resource "aws_api_gateway_integration" "not_there" {
  count       = var.logged ? 1 : 0
  rest_api_id = aws_api_gateway_rest_api.main.id
}

resource "aws_api_gateway_method_response" "post" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = aws_api_gateway_method.post.http_method
  status_code = "200"
}

resource "aws_api_gateway_integration_response" "implicit" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_integration.post.resource_id
  http_method = aws_api_gateway_integration.post.http_method
  status_code = aws_api_gateway_method_response.post.status_code
}

resource "aws_api_gateway_integration_response" "explicit" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  resource_id = aws_api_gateway_rest_api.main.root_resource_id
  http_method = "POST"
  status_code = "200"
  depends_on  = [aws_api_gateway_integration.post, aws_api_gateway_method_response.post]
}

resource "aws_api_gateway_deployment" "main" {
  rest_api_id = aws_api_gateway_rest_api.main.id
  depends_on  = [aws_api_gateway_integration_response.implicit]
}

resource "aws_api_gateway_deployment" "specified" {
  rest_api_id = aws_api_gateway_rest_api.specified.id
}

resource "aws_api_gateway_rest_api" "specified" {
  name = "specified"
  body = "{}"
}

resource "aws_iam_role" "store" {
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "store" {
  role   = aws_iam_role.store.id
  policy = "{}"
}

resource "aws_cloudwatch_log_group" "store" {
  name = "/aws/lambda/${local.name}"
}

resource "aws_lambda_function" "store" {
  function_name = local.name
  role          = aws_iam_role.store.arn
  tags          = { tie = local.tie, group = aws_cloudwatch_log_group.store.name }
}

# Here the log group waits for the function, so that the function can't wait for it.
resource "aws_lambda_function" "first" {
  function_name = "first"
  role          = "arn:aws:iam::aws:role/x"
}

resource "aws_cloudwatch_log_group" "first" {
  name = "/aws/lambda/${aws_lambda_function.first.function_name}"
}

# Nothing here to wait for.
resource "aws_lambda_function" "alone" {
  function_name = "alone"
  role          = data.aws_iam_role.elsewhere.arn
}

data "aws_iam_role" "elsewhere" {
  name = "elsewhere"
}

resource "aws_lambda_function" "not_there" {
  count         = 0
  function_name = local.name
  role          = aws_iam_role.store.arn
}

resource "aws_api_gateway_account" "not_there" {
  count = var.logged ? 1 : 0
}

resource "aws_api_gateway_stage" "main" {
  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}

# This policy is about the function, which can't wait for it.
resource "aws_lambda_function" "calls_itself" {
  function_name = "calls-itself"
  role          = aws_iam_role.calls_itself.arn
}

resource "aws_iam_role" "calls_itself" {
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "calls_itself" {
  role   = aws_iam_role.calls_itself.id
  policy = jsonencode({ Statement = [{ Resource = aws_lambda_function.calls_itself.arn }] })
}
