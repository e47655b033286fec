# A module to be called: the caller makes up what names begin with.
variable "name" {
  type = string
}

resource "aws_sqs_queue" "events" {
  name = "${var.name}-events"
}

resource "aws_sqs_queue" "dead_letters" {
  name = "${aws_sqs_queue.events.name}-dlq"
}
