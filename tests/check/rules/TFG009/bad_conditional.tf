variable "log" {
  default = true
}

resource "aws_api_gateway_method_settings" "all" {
  for_each = toset(["a/GET", "b/GET"])

  settings {
    logging_level = var.log ? "INFO" : "OFF" # expect: TFG009
  }
}

data "aws_iam_role" "aws_api_gateway_account" {
  name = "x"
}
