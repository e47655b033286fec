locals { api = aws_api_gateway_rest_api.main.id }
