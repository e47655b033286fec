variable "timeout_seconds" {
  default = 60
}

variable "slow" {
  default = true
}

locals {
  visibility = 5 * var.timeout_seconds
  queues     = { received = 30, processed = 40 }
}

resource "aws_sqs_queue" "by_local" {
  visibility_timeout_seconds = local.visibility # expect: TFG104
}

resource "aws_lambda_function" "one" {
  function_name = "one"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = var.timeout_seconds
}

resource "aws_lambda_event_source_mapping" "one" {
  event_source_arn = aws_sqs_queue.by_local.arn
  function_name    = aws_lambda_function.one.function_name
}

resource "aws_sqs_queue" "many" {
  for_each                   = local.queues
  name                       = each.key
  visibility_timeout_seconds = each.value * 2 # expect: TFG104
}

resource "aws_lambda_function" "many" {
  for_each      = local.queues
  function_name = "many-${each.key}"
  role          = "arn:aws:iam::111122223333:role/r"
  timeout       = each.value
}

resource "aws_lambda_event_source_mapping" "many" {
  for_each         = local.queues
  event_source_arn = aws_sqs_queue.many[each.key].arn
  function_name    = aws_lambda_function.many[each.key].arn
}

# The default of a queue is 30 s, and that of a function 3 s; the window counts too.
resource "aws_sqs_queue" "defaults" { # expect: TFG104
  name = "defaults"
}

resource "aws_lambda_function" "defaults" {
  function_name = "defaults"
  role          = "arn:aws:iam::111122223333:role/r"
}

resource "aws_lambda_event_source_mapping" "defaults" {
  event_source_arn                   = aws_sqs_queue.defaults.arn
  function_name                      = aws_lambda_function.defaults.arn
  maximum_batching_window_in_seconds = var.slow ? 60 : 0
}

resource "aws_sqs_queue" "aliased" {
  visibility_timeout_seconds = "100" # expect: TFG104
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.one.arn
  function_version = "1"
}

resource "aws_lambda_event_source_mapping" "aliased" {
  event_source_arn = aws_sqs_queue.aliased.arn
  function_name    = aws_lambda_alias.live.arn
}
