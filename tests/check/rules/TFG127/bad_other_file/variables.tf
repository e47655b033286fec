variable "timeout" { # expect: TFG127
  default = 30
}
