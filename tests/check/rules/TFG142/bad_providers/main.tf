provider "aws" {
  region = "eu-west-1"
}

module "missing" { # expect: TFG142
  source = "./child"
}

module "wrong" { # expect: TFG142
  source = "./child"
  providers = {
    aws.wset = aws
  }
}

module "undeclared" {
  source  = "./child"
  version = "1.0.0" # expect: TFG142
  providers = {
    aws.west = aws.west # expect: TFG142
  }
}

module "overridden" {
  source    = "./own"
  providers = { aws = aws } # expect: TFG142
}

module "own" {
  source = "./own"
  count  = 1 # expect: TFG142
}
