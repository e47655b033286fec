output "api_endpoint" {
  value = "x"
}

output "post_url" {
  value = "x"
}

output "aws_region" {
  value = "x"
}

output "XRay_tracing" {
  value = true
}

output "config" {
  value = {
    api_endpoint = "x"
    nested       = { post_url = "x", aws_region = "x" }
  }
}
