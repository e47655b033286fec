resource "aws_lambda_layer_version_permission" "common_dependencies" {
  layer_name     = "common-dependencies"
  version_number = 1
  statement_id   = "use"
  action         = "lambda:GetLayerVersion"
  principal      = data.aws_caller_identity.current.account_id # expect: TFG013
}

output "region" {
  value = data.aws_region.current.id # expect: TFG013
}
