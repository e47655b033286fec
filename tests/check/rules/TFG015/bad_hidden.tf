data "aws_region" "current" {}

data "aws_region" "counted" {
  count = 2
}

locals {
  here   = data.aws_region.current
  there  = local.here
  direct = data.aws_region.current["name"] # expect: TFG015
  region = local.there.name                # expect: TFG015
}

output "all" {
  value = data.aws_region.counted[*].name # expect: TFG015
}

output "text" {
  value = true ? "in ${data.aws_region.counted[0].name}" : "" # expect: TFG015
}

resource "aws_cloudwatch_event_rule" "main" {
  for_each            = toset(["a"])
  schedule_expression = "rate(1 day)"
  is_enabled          = each.key == "a" # expect: TFG015
}
