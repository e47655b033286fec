locals {
  log_groups = {}
}
