resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_api_gateway_authorizer" "main" {
  name        = "main"
  rest_api_id = aws_api_gateway_rest_api.shop.id
}

resource "aws_lambda_permission" "any" {
  for_each      = toset(["", "/GET/orders"])
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*${each.key}"
}

resource "aws_lambda_permission" "authorizer" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/authorizers/${aws_api_gateway_authorizer.main.id}"
}

resource "aws_lambda_permission" "http" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.http.execution_arn}/*/*/*"
}
