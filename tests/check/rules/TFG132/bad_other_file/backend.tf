terraform {
  backend "s3" { # expect: TFG132
    bucket  = "b"
    key     = "k"
    encrypt = true
  }
}
