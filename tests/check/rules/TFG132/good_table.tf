terraform {
  backend "s3" {
    bucket         = "b"
    key            = "k"
    dynamodb_table = "locks"
  }
}
