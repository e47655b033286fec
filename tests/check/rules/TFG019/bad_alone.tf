resource "aws_lambda_function" "ingest" {
  function_name = "${local.name_prefix}-event-ingest-fn" # expect: TFG019
}
