variable "environment_suffix" { default = "dev" }
