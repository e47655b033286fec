variable "aws_region" {
  default = = "us-east-1"
}
