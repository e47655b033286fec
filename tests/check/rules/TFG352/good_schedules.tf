variable "schedule" {
  type = string
}

resource "aws_cloudwatch_event_rule" "all" {
  for_each = toset([
    "cron(0 12 ? * MON-FRI *)", "cron(0/5 8-17 1,15 JAN,jul ? 2030-2040)", "cron(0 0 L * ? *)", "rate(1 day)",
    "cron(0 0 ? * 2#1 *)", "cron(0 0 ? * 6L *)", "cron(0 0 3W * ? *)", "rate(15 minutes)",
  ])
  schedule_expression = each.key
}

resource "aws_cloudwatch_event_rule" "unknown" {
  schedule_expression = "rate(${var.schedule})"
}

resource "aws_scheduler_schedule" "once" {
  schedule_expression = "at(2030-01-01T00:00:00)"
}

resource "aws_scheduler_schedule" "any_unit" {
  schedule_expression = "rate(5 minute)"
}
