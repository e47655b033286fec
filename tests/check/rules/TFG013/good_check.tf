provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

check "me" {
  data "aws_caller_identity" "me" {
    provider = aws.west
  }
  assert {
    condition     = data.aws_caller_identity.me.account_id != ""
    error_message = "No account."
  }
}
