output "region" {
  value = "x"
}
