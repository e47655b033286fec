resource "aws_lambda_function" "event_ingestion" {
  function_name = "${var.project_name}-event-ingestion" # expect: TFG019
}

resource "aws_lambda_function" "event_processing" {
  function_name = "${var.project_name}-process-fn"
}
