variable "function_arn" {
  type = string
}

resource "aws_sfn_state_machine" "orders" {
  name     = "orders"
  role_arn = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({
    StartAt = "Choose"
    States = {
      Choose = { Type = "Choice", Choices = [{ Variable = "$.x", NumericEquals = 1, Next = "All" }], Default = "Wait" }
      All = {
        Type = "Parallel"
        Next = "Each"
        Branches = [{
          StartAt = "Call"
          States = {
            Call   = { Type = "Task", Resource = var.function_arn, End = true, Catch = [{ ErrorEquals = ["States.ALL"], Next = "Broken" }] }
            Broken = { Type = "Fail" }
          }
        }]
      }
      Each = { Type = "Map", ItemProcessor = { StartAt = "One", States = { One = { Type = "Succeed" } } }, End = true }
      Wait = { Type = "Wait", Seconds = 5, End = false, Next = "Choose" }
    }
  })
}

resource "aws_sfn_state_machine" "partly_known" {
  name       = "partly-known"
  role_arn   = "arn:aws:iam::111122223333:role/x"
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Pass", Next = var.function_arn }, B = { Type = "Succeed" } } })
}

resource "aws_cloudwatch_dashboard" "orders" {
  dashboard_name = "orders"
  dashboard_body = jsonencode({ widgets = [{ type = "text", x = 0, y = 0, width = 24, height = 1, properties = { markdown = "#" } }] })
}

resource "aws_api_gateway_model" "order" {
  rest_api_id  = "a"
  name         = "Order"
  content_type = "application/json"
  schema = jsonencode({
    "$schema"  = "http://json-schema.org/draft-04/schema#"
    type       = "object"
    required   = ["id"]
    properties = { id = { type = ["string", "null"] }, lines = { type = "array", items = { type = "integer" } } }
  })
}
