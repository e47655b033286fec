variable "environment_suffix" {
  default = "a-branch-with-a-name-that-nobody-would-read-aloud"
}
