variable "wanted" {
  default = false
}

locals {
  api = one(aws_api_gateway_rest_api.main[*].id)
}

resource "aws_api_gateway_base_path_mapping" "main" {
  for_each    = var.wanted ? toset(["a"]) : toset([])
  api_id      = local.api
  domain_name = aws_api_gateway_domain_name.main["a"].domain_name
}

resource "aws_api_gateway_domain_name" "main" {
  for_each    = var.wanted ? toset(["a"]) : toset([])
  domain_name = "api.example.com"
}
