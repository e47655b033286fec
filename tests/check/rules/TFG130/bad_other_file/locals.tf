locals {
  mode = false ? "0644" : null
}
