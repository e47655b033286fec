variable "authorizer_timeout" {
  type    = number
  default = 5
}

variable "as_text" {
  default = "12"
}

variable "production" {
  type    = bool
  default = false
}

variable "timeouts" {
  type    = map(number)
  default = { ingest = 301, store = 60 }
}

locals {
  t         = var.authorizer_timeout
  functions = merge({ one = 30 }, { two = 29 })
}

resource "aws_lambda_function" "local" {
  timeout = local.t # expect: TFG018
}

resource "aws_lambda_function" "text" {
  timeout = var.as_text # expect: TFG018
}

resource "aws_lambda_function" "conditional" {
  timeout = var.production ? 30 : 10 # expect: TFG018
}

resource "aws_lambda_function" "default" { # expect: TFG018
  # timeout = 30
}

resource "aws_lambda_function" "null" {
  timeout = var.production ? 30 : null # expect: TFG018
}

resource "aws_lambda_function" "each" {
  for_each = local.functions
  timeout  = each.value # expect: TFG018
}

resource "aws_lambda_function" "counted" {
  count   = 3
  timeout = 20 + count.index * 5 # expect: TFG018
}

resource "aws_lambda_function" "lookup" {
  for_each = toset(["ingest", "process"])
  timeout  = lookup(var.timeouts, each.key, 5) # expect: TFG018
}

resource "aws_lambda_function" "interpolated" {
  timeout = "${max(1, 2)}" # expect: TFG018
}

resource "aws_lambda_function" "long" {
  timeout = 60 * 15 # expect: TFG018
}
