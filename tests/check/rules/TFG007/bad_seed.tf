resource "aws_ssm_parameter" "auth_token" {
  value = "REPLACE_WITH_ACTUAL_TOKEN" # expect: TFG007
}
