locals {
  name_prefix = "customer-platform-${var.environment_suffix}"
}
