variable "aws_region" { default = "eu-west-1" }
