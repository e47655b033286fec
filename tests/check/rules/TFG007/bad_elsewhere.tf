variable "db_password" {
  type      = string
  sensitive = true
  default   = "postgres" # expect: TFG007
}

variable "apiKey" {
  default = "abc" # expect: TFG007
}

variable "settings" {
  default = { # expect: TFG007
    user     = "admin"
    password = "admin"
  }
}

resource "aws_db_instance" "main" {}

resource "aws_secretsmanager_secret_version" "plain" {
  secret_id     = "x"
  secret_string = "hunter2" # expect: TFG007
}

resource "aws_secretsmanager_secret_version" "known" {
  secret_id     = "x"
  secret_string = jsonencode({ username = "admin", password = var.db_password }) # expect: TFG007
}

resource "aws_secretsmanager_secret_version" "partly_known" {
  secret_id = "x"
  secret_string = jsonencode({
    host     = aws_db_instance.main.address
    password = "hunter2" # expect: TFG007
  })
}

locals {
  shared = { API_KEY = "abc" }
}

resource "aws_lambda_function" "literal" {
  environment {
    variables = {
      TABLE      = aws_db_instance.main.address
      AUTH_TOKEN = "abc" # expect: TFG007
      JWT_SECRET = join("", ["a", "b"]) # expect: TFG007
    }
  }
}

resource "aws_lambda_function" "merged" {
  dynamic "environment" {
    for_each = [1]

    content {
      variables = merge(local.shared, { HOST = aws_db_instance.main.address }) # expect: TFG007
    }
  }
}

variable "admin_user_password" {
  default = "admin" # expect: TFG007
}
