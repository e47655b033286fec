terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

terraform {
  required_providers {
    archive = ">= 2.0"
    beta    = { source = "hashicorp/google-beta" }
  }
}

provider "aws" {
  alias  = "east"
  region = "us-east-1"
}

resource "aws_sqs_queue" "queue" {
  provider = aws.east
}

resource "google_pubsub_topic" "topic" {
  provider = beta
  name     = "topic"
}

resource "terraform_data" "built_in" {}

data "terraform_remote_state" "built_in" {
  backend = "local"
}

data "archive_file" "zip" {
  type        = "zip"
  output_path = "x.zip"
}

# resource "random_password" "comment" {}
