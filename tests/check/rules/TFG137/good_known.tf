terraform {
  required_providers {
    aws    = { source = "hashicorp/aws", version = ">= 5.0, < 7.0" }
    random = { source = "hashicorp/random" }
  }
}

resource "random_password" "token" {
  length = 32
}

resource "terraform_data" "marker" {}
