locals {
  actions = ["events:*"]
  allowed = { Effect = "Allow", Action = local.actions, Resource = "*" } # expect: TFG101
}
