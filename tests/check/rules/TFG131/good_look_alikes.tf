variable "unknown" {
  type = map(string)
}

locals {
  long = join("", [for number in range(400) : "0123456789"])
}

resource "aws_lambda_function" "unknown" {
  function_name = "a"
  role          = "arn:aws:iam::111122223333:role/r"

  environment {
    variables = var.unknown
  }
}

resource "aws_lambda_function" "just_fits" {
  function_name = "b"
  role          = "arn:aws:iam::111122223333:role/r"

  environment {
    variables = { LONG = local.long, NONE = null }
  }
}

resource "aws_lambda_function" "without" {
  function_name = "c"
  role          = "arn:aws:iam::111122223333:role/r"
  description   = local.long
}

resource "aws_lambda_function" "none" {
  count         = 0
  function_name = "d"
  role          = "arn:aws:iam::111122223333:role/r"

  environment {
    variables = { LONG = local.long, LONGER = local.long }
  }
}
