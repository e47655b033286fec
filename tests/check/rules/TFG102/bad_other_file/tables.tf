locals {
  tables = ["*"]
}
