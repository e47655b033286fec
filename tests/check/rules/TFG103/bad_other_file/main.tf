resource "aws_lambda_permission" "api" { # expect: TFG103
  action        = "lambda:InvokeFunction"
  function_name = "f"
  principal     = local.caller
  source_arn    = var.api_arn
}
