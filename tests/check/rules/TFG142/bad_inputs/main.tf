variable "subnets" {
  type = list(string)
}

module "unknown" {
  source = "./modules/queue"
  name   = "orders"
  nmae   = "orders" # expect: TFG142
}

module "missing" { # expect: TFG142
  source = "./modules/queue"
}

module "types" {
  source = "./modules/queue"
  name   = ["orders"]        # expect: TFG142
  delays = 5                 # expect: TFG142
  limits = { word = "none" } # expect: TFG142
}

module "type_of_a_variable" {
  for_each = toset(["a", "b"])
  source   = "./modules/queue"
  name     = var.subnets # expect: TFG142
  delays   = { a = 1 }   # expect: TFG142
}

module "no_folder" { # expect: TFG142
  source = "./modules/topic"
}
