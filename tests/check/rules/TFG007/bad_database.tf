variable "password" {
  type      = string
  sensitive = true
}

resource "aws_db_instance" "main" {
  password = "hunter2hunter2" # expect: TFG007
}

resource "aws_db_instance" "given" {
  password = var.password
}

resource "aws_mq_broker" "main" {
  user {
    username = "admin"
    password = "hunter2hunter2" # expect: TFG007
  }
}
