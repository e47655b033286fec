variable "environment" {
  default = "dev"
}

variable "environment_suffix" {
  default = "dev"
}

resource "aws_sqs_queue" "events" {
  name = "${var.environment}-events" # expect: TFG004
}
