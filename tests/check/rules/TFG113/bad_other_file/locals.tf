locals {
  triggers = {}
}
