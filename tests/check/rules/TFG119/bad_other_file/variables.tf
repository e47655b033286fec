variable "protect" {
  default = true
}

variable "environment_suffix" {
  default = "prod"
}
