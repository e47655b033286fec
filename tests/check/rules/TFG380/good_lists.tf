variable "rules" {
  type = any
}

resource "aws_security_group" "none" {
  name    = "none"
  ingress = []
}

resource "aws_security_group" "unknown" {
  name    = "unknown"
  ingress = var.rules
}

resource "aws_security_group" "partly_unknown" {
  name    = "partly-unknown"
  ingress = [for rule in var.rules : { from_port = 22, to_port = 22, protocol = "tcp", cidr_blocks = rule }]
}

resource "aws_security_group" "closed" {
  name    = "closed"
  ingress = [{ from_port = 22, to_port = 22, protocol = "tcp", cidr_blocks = ["10.0.0.0/8"] }]
}
