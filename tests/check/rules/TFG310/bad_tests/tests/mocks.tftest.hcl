mock_provider "aws" {
  mock_resource "aws_sqs_queue" {
    defaults = {
      name = var.name # expect: TFG310
    }
  }

  mock_resource "aws_sqs_queue" { # expect: TFG310
  }
}

provider "aws" { # expect: TFG310
}

name = "orders" # expect: TFG310
