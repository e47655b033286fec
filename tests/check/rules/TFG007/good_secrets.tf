variable "token" {
  type      = string
  sensitive = true
}

variable "password" {
  type    = string
  default = null
}

variable "secret" {
  default = ""
}

variable "token_ttl_seconds" {
  default = "300"
}

variable "secret_arn" {
  default = "arn:aws:secretsmanager:us-east-1::secret:x"
}

variable "secrets_token_length" {
  default = 48
}

variable "password_policy" {
  default = { minimum_length = 8, require_symbols = "true" }
}

variable "secret_path" {
  default = "/app/secret"
}

variable "user_password_policy" {
  default = "strict"
}

variable "tokenizer" {
  default = "standard"
}

ephemeral "random_password" "token" {
  length = 40
}

resource "random_password" "token" {
  length = 40
}

resource "aws_ssm_parameter" "made" {
  name  = "/app/token"
  type  = "SecureString"
  value = random_password.token.result
}

resource "aws_ssm_parameter" "ephemeral" {
  name             = "/app/token"
  type             = "SecureString"
  value_wo         = ephemeral.random_password.token.result
  value_wo_version = 1
}

resource "aws_ssm_parameter" "given" {
  name  = "/app/token"
  type  = "SecureString"
  value = var.token # "REPLACE_ME"
}

resource "aws_ssm_parameter" "either" {
  name  = "/app/token"
  type  = "SecureString"
  value = coalesce(var.password, random_password.token.result)
}

resource "aws_ssm_parameter" "partly_made" {
  name  = "/app/connection"
  type  = "SecureString"
  value = "postgres://app:${random_password.token.result}@db"
}

resource "aws_ssm_parameter" "configuration" {
  name  = "/app/secret-cache-seconds"
  type  = "String"
  value = "300"
}

resource "aws_ssm_parameter" "plain" {
  name  = "/app/log-level"
  type  = "String"
  value = "INFO"
}

resource "aws_secretsmanager_secret_version" "made" {
  secret_id     = "x"
  secret_string = jsonencode({ username = "admin", password = random_password.token.result })
}

resource "aws_lambda_function" "function" {
  environment {
    variables = {
      TOKEN_PARAMETER_NAME = "/app/token"
      TOKEN_CACHE_SECONDS  = "300"
      API_KEY_HEADER       = "x-api-key"
      MAX_TOKENS           = "4096"
      SECRET_ARN           = "arn:aws:x"
      API_KEY              = var.token
      USE_TOKEN            = "true"
      LOG_LEVEL            = "INFO"
      KEYBOARD             = "token"
    }
  }
}

resource "aws_db_instance" "not_of_this_rule" {
  tags = { password = "no" }
}

variable "metadata_options" {
  default = { http_tokens = "required", http_endpoint = "enabled" }
}

variable "access_key_rotation_trigger" {
  default = "20260319#2"
}

# Names of secrets, and where they are kept.
variable "github_actions_secret_kube_token" {
  default = "KUBE_TOKEN"
}

variable "github_actions_secret_kube_cert" {
  default = "KUBE_CERT"
}

variable "ssm_key_password" {
  default = "admin/db_password"
}

variable "secrets_source_store_account_stage" {
  default = "auto"
}
