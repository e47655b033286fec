variable "environment" {
  default = "preview-7"
}
