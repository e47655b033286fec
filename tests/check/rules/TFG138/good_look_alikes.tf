variable "who" {
  type = string
}

resource "aws_sqs_queue_policy" "p" {
  queue_url = "q"
  policy = jsonencode({
    Statement = [
      { Effect = "Allow", Principal = var.who, Action = "sqs:SendMessage", Resource = "q" },
      { Effect = "Deny", Principal = "*", Action = "sqs:*", Resource = "q" },
      { Effect = "Allow", Principal = { Service = "*" }, Action = "sqs:SendMessage", Resource = "q" },
      { Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "q",
        Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } } },
    ]
  })
}

resource "aws_s3_bucket_policy" "web_site" {
  bucket = "b"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/*" }]
  })
}
