resource "aws_s3_bucket_policy" "site" {
  bucket = "site"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [
      { Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::site/*" },
      { Effect = "Allow", Principal = "*", Action = "s3:PutObject", Resource = "arn:aws:s3:::site/*", Condition = { StringEquals = { "aws:SourceVpce" = "vpce-1" } } },
      { Effect = "Deny", Principal = "*", Action = "s3:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "false" } } },
    ]
  })
}
