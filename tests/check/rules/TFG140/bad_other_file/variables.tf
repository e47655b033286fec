variable "trace" {
  default = true
}
