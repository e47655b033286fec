resource "aws_api_gateway_account" "main" {
  cloudwatch_role_arn = "arn:aws:iam::aws:role/x"
}

resource "aws_api_gateway_stage" "main" {
  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }

  depends_on = [aws_api_gateway_account.main]
}

resource "aws_api_gateway_method_settings" "through_the_stage" {
  stage_name = aws_api_gateway_stage.main.stage_name

  settings {
    logging_level = "INFO"
  }
}

resource "aws_api_gateway_stage" "silent" {
  stage_name = "v2"
}

resource "aws_api_gateway_method_settings" "off" {
  settings {
    logging_level = "OFF"
  }
}
