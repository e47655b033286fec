variable "retention_days" {
  default = 14
}
