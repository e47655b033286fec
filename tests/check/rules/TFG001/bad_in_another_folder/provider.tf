provider "aws" {
  region = var.aws_region # expect: TFG001
}

module "inner" {
  source     = "./module"
  aws_region = "us-east-1"
}
