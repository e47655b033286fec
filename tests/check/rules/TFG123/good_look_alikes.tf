variable "region" {
  default = "us-east-1"
}

variable "topic_arn" {
  description = "Such as arn:aws:sns:us-east-1:111122223333:t"
  default     = "arn:aws:sns:us-east-1:111122223333:t"
}

locals {
  region = var.region
}

# "arn:aws:sqs:us-east-1:111122223333:q" in a comment
resource "aws_sns_topic_subscription" "s" {
  topic_arn = var.topic_arn
  protocol  = "sqs"
  endpoint  = "arn:aws:sqs:${local.region}:111122223333:q"
}

resource "aws_iam_role_policy_attachment" "a" {
  role       = "r"
  policy_arn = "arn:aws:iam::aws:policy/AWSLambdaExecute"
}

# CloudFront takes certificates from there only.
resource "aws_cloudfront_distribution" "d" {
  enabled = true
  comment = "in us-east-1"

  viewer_certificate {
    acm_certificate_arn      = "arn:aws:acm:us-east-1:111122223333:certificate/c"
    minimum_protocol_version = "TLSv1.2_2021"
  }
}

output "format" {
  description = "Looks like arn:aws:sqs:us-east-1:111122223333:q"
  value       = "arn:aws:s3:::bucket"
}

provider "aws" {
  region = "us-east-1"
}

provider "aws" {
  alias  = "own"
  region = local.region
}

locals {
  region    = "us-west-2"
  topic_arn = "arn:aws:sns:${local.region}:111122223333:changes"
}
