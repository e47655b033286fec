# Without a variable of that name, whatever says "environment" tells environments apart.
variable "project" {
  type = string
}

variable "environment" {
  type    = string
  default = "dev"
}

resource "aws_sqs_queue" "events" {
  name = "${var.project}-${var.environment}-events"
}
