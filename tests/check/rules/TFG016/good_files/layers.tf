variable "package" {}

data "archive_file" "common" {
  type        = "zip"
  source_dir  = "${path.module}/layers/common"
  output_path = "${path.module}/common.zip"
}

resource "aws_lambda_layer_version" "archive" {
  filename         = data.archive_file.common.output_path
  source_code_hash = data.archive_file.common.output_base64sha256
}

resource "aws_lambda_layer_version" "literal" {
  filename = "common.zip"
}

resource "aws_lambda_layer_version" "unknown" {
  filename = var.package
}

resource "aws_lambda_layer_version" "bucket" {
  s3_bucket = "layers" # filename = "layer.zip"
  s3_key    = "layer.zip"
}

# Of a function, or of nobody: TFG002's.
data "archive_file" "other" {
  type        = "zip"
  source_dir  = "nowhere"
  output_path = "other.zip"
}
