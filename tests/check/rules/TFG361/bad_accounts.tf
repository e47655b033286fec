provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}

resource "aws_kms_key" "orders" {
  description = "orders"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::111122223333:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
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
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::444455556666:role/shop" } # expect: TFG361
      Action    = "sqs:SendMessage"
      Resource  = aws_sqs_queue.orders.arn
    }]
  })
}

# Nobody can change the policy of this key.
resource "aws_sns_topic" "news" {
  name              = "news"
  kms_master_key_id = "alias/aws/sns"
}

data "aws_iam_policy_document" "news" {
  statement { # expect: TFG361
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.news.arn]

    principals {
      type        = "AWS"
      identifiers = ["444455556666"]
    }
  }
}

resource "aws_sns_topic_policy" "news" {
  arn    = aws_sns_topic.news.arn
  policy = data.aws_iam_policy_document.news.json
}
