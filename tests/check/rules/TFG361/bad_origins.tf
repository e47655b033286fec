resource "aws_cloudwatch_event_rule" "placed" {
  name          = "placed"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_cloudwatch_event_rule" "shipped" {
  name          = "shipped"
  event_pattern = jsonencode({ source = ["shop"] })
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
      Condition = { ArnEquals = { "aws:SourceArn" = [aws_cloudwatch_event_rule.placed.arn] } }
    }]
  })
}

resource "aws_cloudwatch_event_target" "placed" {
  rule = aws_cloudwatch_event_rule.placed.name
  arn  = aws_sqs_queue.orders.arn
}

resource "aws_cloudwatch_event_target" "shipped" {
  rule = aws_cloudwatch_event_rule.shipped.name
  arn  = aws_sqs_queue.orders.arn # expect: TFG361
}

resource "aws_lambda_function" "worker" {
  function_name = "worker"
  role          = "arn:aws:iam::111122223333:role/worker"
}

resource "aws_lambda_permission" "placed" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.worker.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.placed.arn
}

resource "aws_cloudwatch_event_target" "worker" {
  rule = aws_cloudwatch_event_rule.shipped.name
  arn  = aws_lambda_function.worker.arn # expect: TFG361
}

resource "aws_api_gateway_rest_api" "shop" {
  name = "shop"
}

resource "aws_api_gateway_rest_api" "stock" {
  name = "stock"
}

resource "aws_lambda_permission" "shop" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.worker.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_api_gateway_rest_api.shop.execution_arn}/*"
}

resource "aws_api_gateway_integration" "stock" {
  rest_api_id             = aws_api_gateway_rest_api.stock.id
  resource_id             = "r"
  http_method             = "POST"
  type                    = "AWS_PROXY"
  integration_http_method = "POST"
  uri                     = aws_lambda_function.worker.invoke_arn # expect: TFG361
}
