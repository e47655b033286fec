terraform {
  required_version = ">= 1.6.0"

  required_providers {
    aws    = "~> 5.100"
    random = { source = "hashicorp/random", version = ">= 3.7.0" }
    older  = { source = "acme/older" }
    inside = { source = "terraform.io/builtin/terraform" }
  }
}

provider "older" {
  version = "~> 1.2"
}
