variable "aws_region" {}
