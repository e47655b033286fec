variable "mode" {
  default = null
}

locals {
  sources = { a = "src/a", b = "src/b" }
}

data "archive_file" "by_variable" {
  type             = "zip"
  source_file      = "src/index.mjs"
  output_path      = "a.zip"
  output_file_mode = var.mode # expect: TFG130
}

data "archive_file" "by_for_each" { # expect: TFG130
  for_each    = local.sources
  type        = "zip"
  source_dir  = each.value
  output_path = "${each.key}.zip"
}

# output_file_mode = "0644"
resource "archive_file" "as_resource" { # expect: TFG130
  count       = 1
  type        = "zip"
  source_dir  = "src"
  output_path = "b.zip"
}
