variable "level" { default = "INFO" }
