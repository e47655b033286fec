resource "aws_api_gateway_method_response" "m" {
  rest_api_id = "a1b2c3"
  resource_id = "d4e5f6"
  http_method = "GET"
  status_code = "20x" # expect: TFG346
}

resource "aws_api_gateway_gateway_response" "g" {
  rest_api_id   = "a1b2c3"
  response_type = "UNAUTHORISED" # expect: TFG346
}

resource "aws_cognito_user_group" "g" {
  name         = "a b" # expect: TFG346
  user_pool_id = "eu-west-1_a"
}

resource "aws_iam_role_policy_attachment" "a" {
  role       = "the role" # expect: TFG346
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_instance_profile" "p" {
  path = join("", [for n in range(60) : "/0123456789"]) # expect: TFG346
}
