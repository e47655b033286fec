locals {
  name_prefix = "events-${var.suffix}" # expect: TFG128
}
