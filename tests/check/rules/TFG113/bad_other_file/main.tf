resource "aws_apigatewayv2_deployment" "d" {
  api_id   = "a"
  triggers = local.triggers # expect: TFG113
}
