terraform {
  # dynamodb_table = "locks"
  backend "s3" { # expect: TFG132
    bucket       = "b"
    key          = "k"
    use_lockfile = false
  }
}
