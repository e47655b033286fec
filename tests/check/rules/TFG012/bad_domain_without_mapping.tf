resource "aws_api_gateway_rest_api" "main" {
  name = "main"
}

resource "aws_api_gateway_deployment" "main" { # expect: TFG012
  rest_api_id = aws_api_gateway_rest_api.main.id
  stage_name  = "v1"
}

resource "aws_api_gateway_domain_name" "main" {
  domain_name = "api.example.com"
}

# resource "aws_api_gateway_base_path_mapping" "main" { api_id = aws_api_gateway_rest_api.main.id }
