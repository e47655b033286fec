terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

data "aws_region" "current" {}

output "region" {
  value = data.aws_region.current.id # Use 'id' not 'name'
}
