variable "triggers" {
  type = map(string)
}

resource "aws_api_gateway_method" "post" {
  for_each      = toset(["a"])
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_deployment" "unknown" {
  rest_api_id = "a"
  triggers    = var.triggers
}

resource "aws_api_gateway_deployment" "of_each" {
  rest_api_id = "a"
  triggers = {
    redeployment = sha1(jsonencode([for method in aws_api_gateway_method.post : method.authorization]))
    body         = sha1(aws_api_gateway_rest_api.main.body)
  }
}

resource "aws_api_gateway_deployment" "replaced" {
  rest_api_id = "a"

  lifecycle {
    replace_triggered_by = [aws_api_gateway_method.post]
  }
}

resource "aws_api_gateway_deployment" "older_way" {
  rest_api_id = "a"
  variables   = { hash = filesha1("api.tf") }
}
