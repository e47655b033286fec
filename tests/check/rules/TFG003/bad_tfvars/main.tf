variable "publisher" {}

resource "aws_lambda_permission" "p" {
  principal = var.publisher
}
