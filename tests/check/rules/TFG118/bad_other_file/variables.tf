variable "recover" {
  default = false
}

variable "environment_suffix" {
  default = "prod"
}
