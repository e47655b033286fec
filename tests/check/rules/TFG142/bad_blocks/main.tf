module "blocks" {
  source = "./modules/queue"
  name   = "blocks"
  limits { # expect: TFG142
    count = 1
  }
  settings {} # expect: TFG142
}
