variable "package" {
  default = "build/process.zip"
}

variable "built" {
  default = false
}

locals {
  zip     = "${path.module}/ingest.zip"
  hash    = filebase64sha256(local.zip)
  folders = { auth = "src/auth", store = "src/store" }
}

data "archive_file" "other" {
  type        = "zip"
  source_dir  = "${path.module}/../lambda-src/other"
  output_path = "${path.module}/other.zip"
}

data "archive_file" "not_there" {
  count       = 0
  type        = "zip"
  source_dir  = "${path.module}/../lambda-src/other"
  output_path = "conditional.zip"
}

resource "aws_lambda_function" "local" {
  filename         = local.zip  # expect: TFG002
  source_code_hash = local.hash # expect: TFG002
}

resource "aws_lambda_function" "variable" {
  filename = var.package # expect: TFG002
}

resource "aws_lambda_function" "each" {
  for_each         = local.folders
  filename         = "${each.key}.zip"                         # expect: TFG002
  source_code_hash = base64encode(filesha256("${each.key}.zip")) # expect: TFG002
}

resource "aws_lambda_function" "conditional" {
  filename = var.built ? data.archive_file.other.output_path : "conditional.zip" # expect: TFG002
}

resource "aws_lambda_function" "hash_alone" {
  filename         = data.archive_file.other.output_path
  source_code_hash = filebase64sha256("else.zip") # expect: TFG002
}

resource "aws_lambda_function" "own_key" {
  count            = 1
  filename         = join("/", [path.module, "a.zip"]) # expect: TFG002
  source_code_hash = filemd5("${path.root}/a.zip") # expect: TFG002
}

# authorizer.zip is built by an archive_file
data "archive_file" "no_folder" {
  type        = "zip"
  source_dir  = "${path.module}/nowhere" # expect: TFG002
  output_path = "${path.module}/nowhere.zip"
}

data "archive_file" "no_file" {
  for_each    = local.folders
  type        = "zip"
  source_file = "${each.value}/index.mjs" # expect: TFG002
  output_path = "${path.module}/${each.key}-file.zip"
}

resource "null_resource" "build" {
  provisioner "local-exec" {
    command = "make something.zip"
  }
}
