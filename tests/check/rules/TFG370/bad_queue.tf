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
    queue_arn = aws_sqs_queue.uploads.arn # expect: TFG370
    events    = ["s3:ObjectCreated:*"]
  }
}
