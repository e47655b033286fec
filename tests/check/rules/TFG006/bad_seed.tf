# The seed's own, with what it leaves out.
variable "api_throttle_rate_limit" {
  type    = number
  default = 10000
}

resource "aws_api_gateway_stage" "main" { # expect: TFG006
  throttle_settings { # expect: TFG006
    rate_limit  = var.api_throttle_rate_limit
    burst_limit = 5000
  }
}
