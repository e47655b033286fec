data "archive_file" "both" {
  type        = "zip"
  source_dir  = "both" # expect: TFG002
  output_path = "both.zip"
}

resource "aws_lambda_function" "one" {
  filename = data.archive_file.both.output_path
}

resource "aws_lambda_layer_version" "one" {
  filename = data.archive_file.both.output_path
}
