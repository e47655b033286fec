provider "aws" {
  region = var.aws_region # expect: TFG001
}
