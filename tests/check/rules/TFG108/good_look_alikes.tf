resource "aws_lambda_function" "synchronous" {
  function_name = "synchronous"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_lambda_permission" "synchronous" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.synchronous.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "arn:aws:execute-api:eu-west-1:111122223333:a/*"
}

resource "aws_lambda_function" "of_queue" {
  function_name = "of_queue"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_lambda_event_source_mapping" "of_queue" {
  event_source_arn = "arn:aws:sqs:eu-west-1:111122223333:q"
  function_name    = aws_lambda_function.of_queue.arn
}

resource "aws_lambda_function" "with_destination" {
  function_name = "with_destination"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_cloudwatch_event_target" "with_destination" {
  rule = "r"
  arn  = aws_lambda_function.with_destination.arn
}

resource "aws_lambda_function_event_invoke_config" "with_destination" {
  function_name = aws_lambda_function.with_destination.function_name

  destination_config {
    on_failure {
      destination = "arn:aws:sqs:eu-west-1:111122223333:q"
    }
  }
}

resource "aws_lambda_function" "with_dead_letters" {
  function_name = "with_dead_letters"
  role          = "arn:aws:iam::111122223333:role/r"

  dynamic "dead_letter_config" {
    for_each = var.dead_letters

    content {
      target_arn = dead_letter_config.value
    }
  }
}

resource "aws_cloudwatch_event_target" "with_dead_letters" {
  rule = "r"
  arn  = aws_lambda_function.with_dead_letters.arn
}

resource "aws_cloudwatch_event_target" "of_others" {
  rule = "r"
  arn  = var.function_arn
}
