resource "aws_security_group_rule" "all" {
  type              = "ingress" # expect: TFG380
  security_group_id = "sg-1"
  protocol          = "-1"
  from_port         = 0
  to_port           = 0
  cidr_blocks       = ["10.0.0.0/8", "0.0.0.0/0"]
}

resource "aws_vpc_security_group_ingress_rule" "database" {
  security_group_id = "sg-1"
  ip_protocol       = "tcp"
  from_port         = 5000
  to_port           = 6000
  cidr_ipv6         = "::/0" # expect: TFG380
}

resource "aws_db_instance" "main" {
  publicly_accessible = true # expect: TFG380
}

resource "aws_lambda_function_url" "main" {
  function_name      = "f"
  authorization_type = "NONE" # expect: TFG380
}
