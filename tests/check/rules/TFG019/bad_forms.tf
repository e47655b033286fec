variable "environment_suffix" {
  default = "dev"
}

locals {
  name_prefix = "events-${var.environment_suffix}"
  verbose     = "${local.name_prefix}-event-storage-fn"
  names       = { auth = "auth-fn", store = "store_fn" }
}

resource "aws_lambda_function" "ingest" {
  function_name = "${local.name_prefix}-ingest-fn"
}

resource "aws_lambda_function" "process" {
  function_name = "${local.name_prefix}-process-fn"
}

resource "aws_lambda_function" "underscores" {
  function_name = "${local.name_prefix}_auth_fn" # expect: TFG019
}

resource "aws_lambda_function" "no_ending" {
  function_name = "${local.name_prefix}-auth" # expect: TFG019
}

resource "aws_lambda_function" "ending_in_capitals" {
  function_name = "${local.name_prefix}-auth-FN" # expect: TFG019
}

resource "aws_lambda_function" "two_words" {
  function_name = local.verbose # expect: TFG019
}

resource "aws_lambda_function" "each" {
  for_each      = local.names
  function_name = "${local.name_prefix}-${each.value}" # expect: TFG019
}

resource "aws_lambda_function" "other_prefix" {
  function_name = "other-${var.environment_suffix}-archive-fn" # expect: TFG019
}

resource "aws_lambda_function" "counted" {
  count         = 2
  function_name = "${local.name_prefix}-worker-${count.index}" # expect: TFG019
}

resource "aws_lambda_function" "no_prefix" {
  function_name = "archive-fn" # expect: TFG019
}
