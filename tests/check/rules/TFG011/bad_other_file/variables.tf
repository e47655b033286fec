variable "sse" { default = "false" }
