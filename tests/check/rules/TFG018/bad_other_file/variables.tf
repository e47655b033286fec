variable "t" { default = 5 }
