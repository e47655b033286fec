variable "stage" {
  type = string
}

resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_api_gateway_resource" "orders" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_rest_api.shop.root_resource_id
  path_part   = "orders"
}

resource "aws_api_gateway_resource" "order" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_resource.orders.id
  path_part   = "{id}"
}

resource "aws_api_gateway_resource" "items" {
  rest_api_id = aws_api_gateway_rest_api.shop.id
  parent_id   = aws_api_gateway_resource.order.id
  path_part   = "items"
}

resource "aws_api_gateway_method" "root" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_rest_api.shop.root_resource_id
  http_method   = "GET"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_method" "any" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.orders.id
  http_method   = "ANY"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_method" "items" {
  rest_api_id   = aws_api_gateway_rest_api.shop.id
  resource_id   = aws_api_gateway_resource.items.id
  http_method   = "GET"
  authorization = "AWS_IAM"
}

resource "aws_lambda_permission" "each" {
  for_each = toset([
    "/*", "/*/*", "/*/*/*", "/*/GET/", "/*/POST/orders", "/test-invoke-stage/DELETE/orders", "/*/*/orders",
    "/${var.stage}/GET/orders/*/items", "/*/GET/orders/{id}/items", "/*/items", "/authorizers/*", "/*/GE?/",
    "/prod/${aws_api_gateway_method.any.http_method}${aws_api_gateway_resource.orders.path}",
  ])

  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}${each.key}"
}

# Its methods stand in its definition.
resource "aws_api_gateway_rest_api" "described" {
  name = "described"
  body = file("openapi.json")
}

resource "aws_api_gateway_method" "more" {
  rest_api_id   = aws_api_gateway_rest_api.described.id
  resource_id   = aws_api_gateway_rest_api.described.root_resource_id
  http_method   = "GET"
  authorization = "AWS_IAM"
}

resource "aws_lambda_permission" "described" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.described.execution_arn}/*/POST/anything"
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_route" "pets" {
  for_each  = toset(["GET /pets", "$default", "ANY /pets/{id}"])
  api_id    = aws_apigatewayv2_api.http.id
  route_key = each.key
}

resource "aws_lambda_permission" "http" {
  for_each      = toset(["/*/GET/pets", "/*/$default", "/*/*/pets/{id}", "/$default/PUT/pets/1"])
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.http.execution_arn}${each.key}"
}
