resource "aws_lambda_function" "a" {
  function_name = "${local.prefix}-a-fn"
}
