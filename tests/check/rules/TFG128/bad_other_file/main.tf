variable "suffix" {
  default = "dev"
}

resource "aws_sqs_queue" "q" {
  name = "events-${var.suffix}-q"
}
