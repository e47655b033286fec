variable "triggers" {
  default = {}
}

variable "redeploy" {
  default = false
}

locals {
  none = null
}

resource "aws_api_gateway_deployment" "by_local" {
  rest_api_id = "a"
  triggers    = local.none # expect: TFG113
}

resource "aws_api_gateway_deployment" "by_variable" {
  rest_api_id = "a"
  triggers    = var.triggers # expect: TFG113
}

resource "aws_api_gateway_deployment" "by_condition" {
  rest_api_id = "a"
  triggers    = var.redeploy ? { redeployment = sha1("x") } : {} # expect: TFG113
}

resource "aws_api_gateway_deployment" "by_for_each" { # expect: TFG113
  for_each          = toset(["a", "b"])
  rest_api_id       = each.key
  stage_description = "constant"
}

resource "aws_api_gateway_deployment" "always" {
  rest_api_id = "a"
  triggers    = { redeployment = timestamp() } # expect: TFG113
}

resource "aws_api_gateway_method" "post" {
  rest_api_id   = "a"
  resource_id   = "b"
  http_method   = "POST"
  authorization = "AWS_IAM"
}

resource "aws_api_gateway_deployment" "whole" {
  rest_api_id = "a"
  triggers = {
    redeployment = sha1(jsonencode([
      aws_api_gateway_method.post, # expect: TFG113
    ]))
  }
}
