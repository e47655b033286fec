data "archive_file" "a" {
  type             = "zip"
  source_dir       = "src"
  output_path      = "a.zip"
  output_file_mode = local.mode # expect: TFG130
}
