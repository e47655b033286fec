variable "nothing" {
  type    = set(string)
  default = null
}

variable "secret" {
  type      = list(string)
  default   = ["a"]
  sensitive = true
}

variable "passing" {
  type      = number
  default   = 1
  ephemeral = true
}

locals {
  secret = toset(var.secret)
  ids    = [terraform_data.made.id]
}

resource "terraform_data" "made" {}

resource "terraform_data" "null" {
  for_each = var.nothing # expect: TFG314
}

resource "terraform_data" "text" {
  for_each = "a" # expect: TFG314
}

resource "terraform_data" "numbers" {
  for_each = toset([1, 2]) # expect: TFG314
}

resource "terraform_data" "sensitive" {
  for_each = local.secret # expect: TFG314
}

resource "terraform_data" "sensitive_here" {
  for_each = toset([sensitive("a")]) # expect: TFG314
}

resource "terraform_data" "sensitive_count" {
  count = length(var.secret) > 0 ? 1 : 0 # expect: TFG314
}

resource "terraform_data" "ephemeral" {
  count = var.passing # expect: TFG314
}

resource "terraform_data" "unknown" {
  for_each = toset(local.ids) # expect: TFG314
}

resource "terraform_data" "unknown_keys" {
  for_each = { (terraform_data.made.id) = 1 } # expect: TFG314
}

module "unknown_count" {
  source = "./m"
  count  = length(terraform_data.made.output) # expect: TFG314
}
