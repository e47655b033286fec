variable "level" {
  type = string
}

variable "log_groups" {
  type = list(string)
}

resource "aws_api_gateway_method_settings" "off" {
  settings {
    logging_level = "OFF"
  }
}

resource "aws_api_gateway_method_settings" "unset" {
  settings {
    metrics_enabled = true
    # logging_level = "INFO"
  }
}

resource "aws_api_gateway_method_settings" "unknown" {
  settings {
    logging_level = var.level
  }
}

resource "aws_api_gateway_stage" "none" {
  xray_tracing_enabled = true
}

resource "aws_api_gateway_stage" "perhaps" {
  dynamic "access_log_settings" {
    for_each = var.log_groups

    content {
      destination_arn = access_log_settings.value
      format          = "x"
    }
  }
}

resource "aws_api_gateway_stage" "not_there" {
  count = 0

  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}

resource "aws_apigatewayv2_api" "http" {
  name          = "http"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_stage" "http" {
  api_id = aws_apigatewayv2_api.http.id
  name   = "$default"

  access_log_settings {
    destination_arn = "x"
    format          = "x"
  }
}

resource "aws_api_gateway_account" "unused" {}
