resource "aws_lambda_layer_version_permission" "common_dependencies" {
  principal = "123456789012" # expect: TFG003
}
