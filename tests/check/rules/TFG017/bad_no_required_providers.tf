terraform { # expect: TFG017
  required_version = ">= 1.6" # required_providers { random = {} }
}

ephemeral "random_password" "token" {
  length = 32
}
