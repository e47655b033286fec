terraform { # expect: TFG126
  backend "local" {}
}
