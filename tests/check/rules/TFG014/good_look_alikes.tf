resource "aws_api_gateway_method_settings" "main" {
  rest_api_id = "a1b2c3"
  stage_name  = "v1"
  method_path = "*/*"

  dynamic "settings" {
    for_each = [true]
    content {
      metrics_enabled = settings.value
    }
  }
}

resource "aws_security_group" "main" {
  ingress = [{ # an attribute that may be written as blocks too
    from_port        = 443
    to_port          = 443
    protocol         = "tcp"
    cidr_blocks      = ["10.0.0.0/8"]
    description      = "from inside"
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]

  tags = { settings = "none" }
}
