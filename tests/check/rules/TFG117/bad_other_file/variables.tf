variable "runtime" {
  type    = string
  default = "python2.7"
}
