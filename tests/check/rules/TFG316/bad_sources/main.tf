module "here" {
  source = "./here"
}

module "registry" { # expect: TFG316
  source = "example/queue/aws"
}

module "git" {
  source = "git::https://example.com/queue.git"
}
