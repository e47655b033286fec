provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      Environment = "dev"
    }
  }
}

variable "tags" {
  type = map(string)
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
  tags               = merge(var.tags, { Environment = "prod" })
}

resource "aws_sqs_queue" "worker" {
  name = "worker"
  tags = { environment = "dev", awsome = "yes" }
}
