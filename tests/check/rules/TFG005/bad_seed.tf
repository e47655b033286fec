# Total: 100 + 50 + 75 = 225 reserved concurrent executions
resource "aws_lambda_function" "event_ingestion" {
  reserved_concurrent_executions = 100 # expect: TFG005
}

resource "aws_lambda_function" "event_processing" {
  reserved_concurrent_executions = 50 # expect: TFG005
}

resource "aws_lambda_function" "event_storage" {
  reserved_concurrent_executions = 75 # expect: TFG005
}
