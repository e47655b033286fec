variable "secret" {
  type      = map(string)
  default   = { a = "b" }
  sensitive = true
}

variable "names" {
  type    = set(string)
  default = ["a"]
}

resource "terraform_data" "made" {
  for_each = var.names
  input    = "x"
}

resource "terraform_data" "others" {
  for_each = terraform_data.made
  input    = each.value.id
}

# The values may be unknown or sensitive, the keys are neither.
resource "terraform_data" "values" {
  for_each = { a = terraform_data.made["a"].id, b = var.secret }
}

resource "terraform_data" "open" {
  for_each = toset(nonsensitive(keys(var.secret)))
}

resource "terraform_data" "known" {
  count = length(terraform_data.made) + length([for each in values(terraform_data.made) : each.id])
}

resource "terraform_data" "input" {
  for_each = toset([terraform_data.made["a"].input])
}
