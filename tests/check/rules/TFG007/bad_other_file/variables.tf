variable "initial" { default = "REPLACE" }
