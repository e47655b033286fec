variable "partner" {
  type = string
}

# The own account is that whose root may do everything with the key.
resource "aws_kms_key" "orders" {
  description = "orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::111122223333:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:root" }
        Action    = ["kms:GenerateDataKey*", "kms:Decrypt"]
        Resource  = "*"
      },
    ]
  })
}

resource "aws_sqs_queue" "orders" {
  name              = "orders"
  kms_master_key_id = aws_kms_key.orders.arn
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = aws_sqs_queue.orders.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::444455556666:role/shop" }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.orders.arn
      },
      {
        Effect    = "Allow"
        Principal = { AWS = ["arn:aws:iam::111122223333:role/own", var.partner] }
        Action    = "sqs:SendMessage"
        Resource  = aws_sqs_queue.orders.arn
      },
    ]
  })
}

# No key, so that another account needs none.
resource "aws_sqs_queue" "plain" {
  name = "plain"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/shop" }
      Action    = "sqs:SendMessage"
      Resource  = "*"
    }]
  })
}
