resource "aws_sqs_queue" "uploads" {
  name = "uploads"
}

resource "aws_sqs_queue_policy" "uploads" {
  queue_url = aws_sqs_queue.uploads.id
  policy    = "{}"
}

resource "aws_s3_bucket_notification" "uploads" {
  bucket = "uploads"

  queue {
    queue_arn = aws_sqs_queue.uploads.arn
    events    = ["s3:ObjectCreated:*"]
  }

  depends_on = [aws_sqs_queue_policy.uploads]
}

resource "aws_s3_bucket_notification" "other" {
  bucket = "other"

  queue {
    queue_arn = "arn:aws:sqs:eu-west-1:111122223333:other"
    events    = ["s3:ObjectCreated:*"]
  }
}
