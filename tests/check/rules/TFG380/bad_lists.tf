variable "rules" {
  default = [{
    from_port        = 3389
    to_port          = 3389
    protocol         = "tcp"
    cidr_blocks      = ["10.0.0.0/8", "0.0.0.0/0"]
    description      = "desktops"
    ipv6_cidr_blocks = []
    prefix_list_ids  = []
    security_groups  = []
    self             = false
  }]
}

resource "aws_security_group" "listed" {
  name = "listed"

  ingress = [
    {
      from_port   = 443
      to_port     = 443
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"]
    },
    {
      from_port   = 20
      to_port     = 30
      protocol    = "tcp"
      cidr_blocks = ["0.0.0.0/0"] # expect: TFG380
    },
  ]
}

resource "aws_security_group" "by_variable" {
  name    = "by-variable"
  ingress = var.rules # expect: TFG380
}

resource "aws_security_group" "computed" {
  name    = "computed"
  ingress = [for port in [22, 443] : { from_port = port, to_port = port, protocol = "tcp", cidr_blocks = ["0.0.0.0/0"] }] # expect: TFG380
}

resource "aws_default_security_group" "everything" {
  vpc_id = "vpc-1"

  ingress {
    from_port        = 0
    to_port          = 0
    protocol         = "-1"
    ipv6_cidr_blocks = ["::/0"] # expect: TFG380
  }
}
