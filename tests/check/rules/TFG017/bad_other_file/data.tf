data "http" "p" { url = "https://example.com" }
