locals {
  changes = [aws_api_gateway_integration.post.uri]
}

resource "aws_api_gateway_deployment" "main" {
  rest_api_id = local.api
  triggers    = { changes = sha1(jsonencode(local.changes)) }
}
