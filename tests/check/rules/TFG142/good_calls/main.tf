variable "anything" {}

variable "null_by_default" {
  type    = string
  default = null
}

module "one" {
  source = "./modules/queue"
  name   = 12
  delays = ["1", 2]
  limits = { count = "3", more = true }
}

module "not_known" {
  source = "./modules/queue"
  name   = var.anything
  delays = var.anything
  limits = var.anything
}

module "null" {
  count      = 2
  source     = "./modules/queue"
  providers  = {}
  name       = var.null_by_default
  depends_on = [module.one]
}

module "elsewhere" {
  source = "../queue"
  what   = "cannot be read from here"
}

module "registry" {
  source  = "terraform-aws-modules/sqs/aws"
  version = "4.0.0"
  what    = module.elsewhere.anything
}

output "out" {
  value = [module.one, module.null, module.null[*].arn, module.registry.any, module.one.arn]
}
