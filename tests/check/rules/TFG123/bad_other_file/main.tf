resource "aws_sqs_queue_policy" "q" {
  queue_url = "q"
  policy = jsonencode({
    Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:${local.region}:1:q" }] # expect: TFG123
  })
}
