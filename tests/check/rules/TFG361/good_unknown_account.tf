# Whether the principal is of another account can't be told.
resource "aws_sns_topic" "news" {
  name              = "news"
  kms_master_key_id = "alias/aws/sns"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/shop" }
      Action    = "sns:Publish"
      Resource  = "*"
    }]
  })
}
