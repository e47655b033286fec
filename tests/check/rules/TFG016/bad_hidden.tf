variable "layers" {
  default = { common = "layers/common.zip" }
}

locals {
  first = [for name, path in var.layers : path][0]
}

resource "aws_lambda_layer_version" "each" {
  for_each         = var.layers
  filename         = each.value                   # expect: TFG016
  source_code_hash = filebase64sha256(each.value) # expect: TFG016
}

resource "aws_lambda_layer_version" "local" {
  count    = local.first == "" ? 0 : 1
  filename = local.first # expect: TFG016
}

data "archive_file" "layer" {
  type        = "zip"
  source_dir  = "${path.module}/layers/dependencies" # expect: TFG016
  output_path = "dependencies.zip"
}

resource "aws_lambda_layer_version" "literal" {
  filename = "./dependencies.zip"
}

resource "aws_lambda_function" "not_a_layer" {
  filename = "function.zip"
}
