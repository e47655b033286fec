terraform {
  required_providers {
    aws = { # expect: TFG125
      source = "hashicorp/aws"
    }
  }
}
