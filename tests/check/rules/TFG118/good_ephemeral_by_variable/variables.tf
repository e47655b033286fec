variable "ephemeral" {
  type    = bool
  default = true
}
