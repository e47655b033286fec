module "one" {
  source = "./modules/queue"
  name   = "one"
}

module "counted" {
  count  = 2
  source = "./modules/queue"
  name   = "counted"
}

module "each" {
  for_each = toset(["a", "b"])
  source   = "./modules/queue"
  name     = each.key
}

locals {
  one     = module.one.url           # expect: TFG142
  no_key  = module.counted.arn       # expect: TFG142
  counted = module.counted[0].url    # expect: TFG142
  all     = module.counted[*].url    # expect: TFG142
  each    = module.each["a"].url     # expect: TFG142
  right   = [module.one.arn, module.counted[1].arn, module.each["b"].arn]
}
