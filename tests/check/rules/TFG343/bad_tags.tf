provider "aws" {
  region = "eu-west-1"

  default_tags {
    tags = {
      Environment = "dev"
    }
  }
}

resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"

  tags = { # expect: TFG343
    environment = "dev"
    "aws:team"  = "shop"
  }
}
