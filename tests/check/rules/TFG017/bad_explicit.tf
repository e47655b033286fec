terraform {
  required_providers { # expect: TFG017
    aws = { source = "hashicorp/aws" }
  }
}

resource "aws_sqs_queue" "queue" {
  provider = amazon.east
}
