resource "terraform_data" "there" {}

resource "terraform_data" "counted" {
  count = 2
}

data "terraform_remote_state" "state" {}

moved {
  from = terraform_data.there # expect: TFG312
  to   = terraform_data.counted
}

moved {
  from = terraform_data.counted # expect: TFG312
  to   = terraform_data.other
}

moved { # expect: TFG312
  from = terraform_data.self
  to   = terraform_data.self
}

moved { # expect: TFG312
  from = terraform_data.a
  to   = module.a
}

moved {
  from = terraform_data.old
  to   = terraform_data.new
}

moved {
  from = terraform_data.old # expect: TFG312
  to   = terraform_data.newer
}

moved {
  from = terraform_data.older
  to   = terraform_data.newer # expect: TFG312
}

moved {
  from = terraform_data # expect: TFG312
  to   = terraform_data.b
}

removed {
  from = terraform_data.there # expect: TFG312
}

removed {
  from = terraform_data.gone[0] # expect: TFG312
}

removed {
  from = data.terraform_remote_state.state # expect: TFG312
}

import { # expect: TFG312
  to = terraform_data.there
}

import { # expect: TFG312
  to       = terraform_data.counted[0]
  id       = "a"
  identity = { id = "a" }
}

import {
  to = terraform_data.counted[1]
  id = "b"
}

import {
  to = terraform_data.counted[1] # expect: TFG312
  id = "c"
}

import {
  to = data.terraform_remote_state.state # expect: TFG312
  id = "d"
}

import {
  to = module.m # expect: TFG312
  id = "e"
}
