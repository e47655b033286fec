terraform {
  required_version = ">= 1.6.0"

  required_providers {
    aws = { # expect: TFG125
      source  = "hashicorp/aws"
      version = ">= 0.0.0" # is none
    }
    # version = ">= 3.7.0"
    random = { # expect: TFG125
      source = "hashicorp/random"
    }
    archive = { # expect: TFG125
      source  = "hashicorp/archive"
      version = ""
    }
  }
}
