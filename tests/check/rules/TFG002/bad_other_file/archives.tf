data "archive_file" "auth" {
  type        = "zip"
  source_dir  = "${path.module}/src/auth"
  output_path = "${path.module}/packages/authorizer.zip"
}

data "archive_file" "gone" {
  type        = "zip"
  source_dir  = "${path.module}/src/gone" # expect: TFG002
  output_path = "${path.module}/packages/gone.zip"
}
