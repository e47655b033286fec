variable "tracing" {
  default = true
}
