locals {
  layer = data.archive_file.layer.output_path
}

data "archive_file" "layer" {
  type        = "zip"
  source_dir  = "no-such-layer"
  output_path = "layer.zip"
}

resource "aws_lambda_layer_version" "one" {
  filename = local.layer
}
