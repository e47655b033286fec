resource "aws_api_gateway_account" "main" {
  count               = 1
  cloudwatch_role_arn = "arn:aws:iam::aws:role/x"
}

resource "aws_api_gateway_stage" "main" { # expect: TFG008
  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}

resource "aws_api_gateway_method_settings" "through_the_stage" {
  stage_name = aws_api_gateway_stage.main.stage_name

  settings {
    logging_level = "INFO"
  }
}

resource "aws_api_gateway_method_settings" "alone" { # expect: TFG008
  stage_name = "v1"

  settings {
    logging_level = "ERROR"
  }
}
