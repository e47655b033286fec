terraform {
  required_version = ">= 99" # expect: TFG311

  required_providers {
    random = {
      sorce = "hashicorp/random" # expect: TFG311
    }
    archive = {
      source  = "hashicorp/archive/x/y" # expect: TFG311
      version = "2 or so"               # expect: TFG311
    }
    http = {
      source = "hashicorp/terraform-provider-http" # expect: TFG311
    }
    Upper = {} # expect: TFG311
    null  = "~> x" # expect: TFG311
    aws = {
      source                = "hashicorp/aws"
      configuration_aliases = [awss.west] # expect: TFG311
    }
  }

  backend "s4" { # expect: TFG311
  }
}

terraform {
  required_providers { # expect: TFG311
  }

  backend "s3" { # expect: TFG311
    buckets = "state" # expect: TFG311
    encrypt = "yes"   # expect: TFG311
    key     = path.module # expect: TFG311
  }
}
