variable "api_arn" {
  default = null
}

locals {
  caller = "apigateway.amazonaws.com"
}
