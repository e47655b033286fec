resource "aws_lambda_layer_version" "l" {
  filename = "${path.module}/${local.layer}" # expect: TFG016
}
