variable "t" { default = 50 }
