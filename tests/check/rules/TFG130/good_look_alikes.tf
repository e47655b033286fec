variable "mode" {
  type = string
}

data "archive_file" "unknown" {
  type             = "zip"
  source_dir       = "src"
  output_path      = "a.zip"
  output_file_mode = var.mode
}

data "archive_file" "of_text" {
  type                    = "zip"
  source_content          = "x"
  source_content_filename = "x.txt"
  output_path             = "b.zip"
}

data "archive_file" "of_texts" {
  type        = "zip"
  output_path = "c.zip"

  source {
    content  = "x"
    filename = "x.txt"
  }
}

data "archive_file" "none" {
  count       = 0
  type        = "zip"
  source_dir  = "src"
  output_path = "d.zip"
}
