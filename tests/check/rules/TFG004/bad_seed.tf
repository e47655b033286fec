resource "aws_lambda_function" "event_ingestion" {
  function_name = "${var.project_name}-event-ingestion" # expect: TFG004
}
