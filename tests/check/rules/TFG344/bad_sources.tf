resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_lambda_permission" "management" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.arn}/*/*" # expect: TFG344
}

resource "aws_lambda_permission" "short" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/prod" # expect: TFG344
}

resource "aws_cloudwatch_event_bus" "orders" {
  name = "orders"
}

resource "aws_lambda_permission" "bus" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_bus.orders.arn # expect: TFG344
}
