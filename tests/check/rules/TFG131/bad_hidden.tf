variable "text" {
  default = "0123456789"
}

variable "unknown" {
  type = string
}

locals {
  long = join("", [for number in range(410) : var.text])
}

resource "aws_lambda_function" "partly_known" {
  function_name = "a"
  role          = "arn:aws:iam::111122223333:role/r"

  environment {
    variables = merge({ LONG = local.long }, { OTHER = var.unknown }) # expect: TFG131
  }
}

resource "aws_lambda_function" "by_for_each" {
  for_each      = { b = local.long }
  function_name = each.key
  role          = "arn:aws:iam::111122223333:role/r"

  environment {
    variables = { LONG = var.text != "" ? each.value : "" } # expect: TFG131
  }
}

resource "aws_lambda_function" "many" {
  function_name = "c"
  role          = "arn:aws:iam::111122223333:role/r"

  environment {
    variables = { for number in range(200) : "VARIABLE_${number}" => "123456789" } # expect: TFG131
  }
}
