resource "terraform_data" "counted" {
  count = 2
}

resource "terraform_data" "named" {
  for_each = toset(["a", "b"])
}

resource "terraform_data" "new" {}

# What gets a count, and what changes from a count to names.
moved {
  from = terraform_data.counted
  to   = terraform_data.counted[0]
}

moved {
  from = terraform_data.named[0]
  to   = terraform_data.named["a"]
}

moved {
  from = terraform_data.named[1]
  to   = terraform_data.named["b"]
}

moved {
  from = module.a.terraform_data.x
  to   = terraform_data.new
}

moved {
  from = module.old
  to   = module.new["a"]
}

removed {
  from = terraform_data.gone

  lifecycle {
    destroy = false
  }
}

removed {
  from = module.gone.terraform_data.x
}

import {
  to = terraform_data.new
  id = "a"
}

import {
  for_each = toset(["a", "b"])
  to       = terraform_data.named[each.key]
  id       = each.value
}
