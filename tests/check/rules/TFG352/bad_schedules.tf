resource "aws_cloudwatch_event_rule" "r0" {
  schedule_expression = "cron(*/1 * * * *)" # expect: TFG352
}

resource "aws_cloudwatch_event_rule" "r1" {
  schedule_expression = "cron(0 12 * * MON *)" # expect: TFG352
}

resource "aws_cloudwatch_event_rule" "r2" {
  schedule_expression = "rate(1 minutes)" # expect: TFG352
}

resource "aws_cloudwatch_event_rule" "r3" {
  schedule_expression = "rate(3 minute)" # expect: TFG352
}

resource "aws_cloudwatch_event_rule" "r4" {
  schedule_expression = "cron(*/60 * * * ? *)" # expect: TFG352
}

resource "aws_cloudwatch_event_rule" "r5" {
  schedule_expression = "every day" # expect: TFG352
}

resource "aws_cloudwatch_event_rule" "r6" {
  schedule_expression = "at(2030-01-01T00:00:00)" # expect: TFG352
}

