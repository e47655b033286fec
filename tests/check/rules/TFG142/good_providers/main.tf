provider "aws" {
  region = "eu-west-1"
}

provider "aws" {
  alias  = "west"
  region = "us-west-2"
}

module "right" {
  source = "./child"
  providers = {
    aws      = aws
    aws.west = aws.west
  }
}
