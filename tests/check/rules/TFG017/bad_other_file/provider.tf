terraform {
  required_providers { # expect: TFG017
    random = { source = "hashicorp/random" }
  }
}
