locals {
  settings = {}
}
