resource "aws_lambda_layer_version" "common_dependencies" {
  filename = "common-dependencies-layer.zip" # expect: TFG016
}
