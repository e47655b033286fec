terraform {
  backend "s3" {
    key = "events/terraform.tfstate"
  }
}
