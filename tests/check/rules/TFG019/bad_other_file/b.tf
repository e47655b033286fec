resource "aws_lambda_function" "b" {
  function_name = join("-", [local.prefix, "b", "lambda"]) # expect: TFG019
}
