resource "aws_lambda_function" "all" {
  for_each                       = { ingest = 60, process = 20, store = 21 }
  reserved_concurrent_executions = each.value # expect: TFG005
}
