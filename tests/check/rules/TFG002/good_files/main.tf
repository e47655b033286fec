variable "package" {
  type = string
}

data "archive_file" "auth" {
  type        = "zip"
  source_dir  = "${path.module}/src/auth"
  output_path = "${path.module}/packages/auth.zip"
}

data "archive_file" "file" {
  type        = "zip"
  source_file = "src/auth/index.mjs"
  output_path = "packages/file.zip"
}

data "archive_file" "each" {
  for_each    = toset(["auth"])
  type        = "zip"
  source_dir  = "./src/${each.key}/"
  output_path = "packages/each-${each.key}.zip"
}

resource "archive_file" "resource" {
  type        = "zip"
  source_dir  = path.module
  output_path = "packages/resource.zip"
}

data "archive_file" "inline" {
  type        = "zip"
  output_path = "packages/inline.zip"

  source {
    content  = "x"
    filename = "index.mjs"
  }
}

resource "aws_lambda_function" "archived" {
  filename         = data.archive_file.auth.output_path
  source_code_hash = data.archive_file.auth.output_base64sha256
}

resource "aws_lambda_function" "same_path" {
  filename         = "packages/../packages/file.zip"
  source_code_hash = filebase64sha256("./packages/file.zip")
}

resource "aws_lambda_function" "each" {
  for_each = toset(["auth"])
  filename = data.archive_file.each[each.key].output_path
}

resource "aws_lambda_function" "resource" {
  filename = archive_file.resource.output_path
}

resource "aws_lambda_function" "built_before" {
  filename         = "packages/built.zip"
  source_code_hash = filebase64sha256("${path.module}/packages/built.zip")
}

resource "aws_lambda_function" "elsewhere" {
  filename = "${path.module}/../dist/function.zip"
}

resource "aws_lambda_function" "absolute" {
  filename = "/opt/function.zip"
}

resource "aws_lambda_function" "unknown" {
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
}

resource "aws_lambda_function" "bucket" {
  s3_bucket = "packages"
  s3_key    = "function.zip"
}

resource "aws_lambda_function" "image" {
  package_type = "Image"
  image_uri    = "image.zip" # filename = "image.zip"
}

resource "aws_lambda_function" "not_there" {
  count    = 0
  filename = "none.zip"
}

resource "null_resource" "build" {
  provisioner "local-exec" {
    command = "cd src && zip -r ../command.zip ."
  }
}

resource "aws_lambda_function" "by_command" {
  filename   = "command.zip"
  depends_on = [null_resource.build]
}

data "archive_file" "of_what_a_command_makes" {
  type        = "zip"
  source_dir  = "${path.module}/dist"
  output_path = "packages/dist.zip"
  depends_on  = [null_resource.build]
}

resource "local_file" "generated" {
  filename = "${path.module}/generated/index.mjs"
  content  = "export {}"
}

data "archive_file" "of_generated" {
  type        = "zip"
  source_file = local_file.generated.filename
  output_path = "packages/generated.zip"
}

resource "aws_lambda_layer_version" "not_a_function" {
  layer_name = "layer"
  filename   = "layer.zip"
}
