resource "aws_ssm_parameter" "p" {
  name  = "p"
  type  = local.parameter.kind
  value = local.parameter.value # expect: TFG007
}
