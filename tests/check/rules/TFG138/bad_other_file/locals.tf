locals {
  read = {
    Effect    = "Allow"
    Principal = "*"
    Action    = "secretsmanager:GetSecretValue" # expect: TFG138
    Resource  = "*"
  }
}
