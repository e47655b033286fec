variable "principal" {
  type = string
}

variable "source_arn" {
  type = string
}

resource "aws_lambda_permission" "unknown" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = var.principal
}

resource "aws_lambda_permission" "unknown_source" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "events.amazonaws.com"
  source_arn    = var.source_arn
}

resource "aws_lambda_permission" "account" {
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "111122223333"
}

resource "aws_lambda_permission" "bucket_of_account" {
  action         = "lambda:InvokeFunction"
  function_name  = "f"
  principal      = "s3.amazonaws.com"
  source_account = "111122223333"
}

resource "aws_lambda_permission" "url" {
  action                 = "lambda:InvokeFunctionUrl"
  function_name          = "f"
  principal              = "*"
  function_url_auth_type = "NONE"
}

resource "aws_lambda_permission" "none" {
  count         = 0
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = "events.amazonaws.com"
}

resource "aws_lambda_layer_version_permission" "other" {
  action         = "lambda:GetLayerVersion"
  layer_name     = "l"
  principal      = "*"
  statement_id   = "s"
  version_number = 1
}

resource "aws_lambda_permission" "at_the_edge" {
  action        = "lambda:GetFunction"
  function_name = "f"
  principal     = "edgelambda.amazonaws.com"
}
