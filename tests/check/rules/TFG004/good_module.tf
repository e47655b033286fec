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

# What a default says, the caller of a module replaces.
variable "prefix" {
  type    = string
  default = "runners"
}

variable "topic_name" {
  default = "changes"
}

resource "aws_iam_role" "runner" {
  name = "${substr("${var.prefix}-runner", 0, 54)}-role"
}

resource "aws_sns_topic" "changes" {
  name = var.topic_name
}
