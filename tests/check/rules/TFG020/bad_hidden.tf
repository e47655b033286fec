locals {
  config = merge({ api = { endpoint = "x" } }, { region = "y" })
}

variable "urls" {
  default = { event_post_url = "https://example.com" }
}

output "behind_a_local" { # expect: TFG020
  value = local.config
}

output "behind_a_variable" { # expect: TFG020
  value = var.urls
}

output "in_a_list" { # expect: TFG020
  value = [{ queue_url = "x" }]
}

output "made" { # expect: TFG020
  value = { for name in ["first", "second"] : name => upper(name) }
}

output "region" {
  value = "y"
}

output "first" {
  value = "FIRST"
}
