terraform {
  required_version = "~> 1.11, != 1.12.0"

  required_providers {
    random = "~> 3.0"
    archive = {
      source  = "hashicorp/archive"
      version = ">= 2.0.0-beta1"
    }
    own = {
      source = "registry.example.com:8443/team/own"
    }
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [aws.west]
    }
  }

  backend "s3" {
    bucket       = "state"
    key          = "state"
    use_lockfile = true
    assume_role = {
      role_arn = "arn:aws:iam::123456789012:role/state"
    }
  }
}
