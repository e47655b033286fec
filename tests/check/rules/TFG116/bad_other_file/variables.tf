variable "runtime" {
  type    = string
  default = "dotnet6"
}
