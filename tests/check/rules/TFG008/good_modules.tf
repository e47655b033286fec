module "method" {
  source = "./method"
}

resource "aws_api_gateway_integration_response" "elsewhere" {
  http_method = module.method.http_method
  status_code = "200"
}
