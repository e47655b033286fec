locals {
  authorization = "NONE"
}
