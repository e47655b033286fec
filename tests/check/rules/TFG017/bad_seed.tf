terraform {
  required_providers { # expect: TFG017
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

resource "random_password" "auth_token" {
  length = 32
}

data "archive_file" "authorizer" {
  type        = "zip"
  source_dir  = "lambda-src/authorizer"
  output_path = "authorizer.zip"
}
