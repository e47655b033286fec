variable "build" {}

resource "aws_lambda_function" "p" {
  description = var.build
}
