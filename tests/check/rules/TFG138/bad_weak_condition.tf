resource "aws_sns_topic_policy" "orders" {
  arn = "arn:aws:sns:eu-west-1:111122223333:orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sns:Publish" # expect: TFG138
      Resource  = "*"
      Condition = { Bool = { "aws:SecureTransport" = "true" } }
    }]
  })
}

resource "aws_s3_bucket_policy" "uploads" {
  bucket = "uploads"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = "*"
      Action    = ["s3:GetObject", "s3:PutObject"] # expect: TFG138
      Resource  = "arn:aws:s3:::uploads/*"
    }]
  })
}

resource "aws_secretsmanager_secret_policy" "all" {
  secret_arn = "s"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = "*", Resource = "*", Action = "*" }] # expect: TFG138
  })
}
