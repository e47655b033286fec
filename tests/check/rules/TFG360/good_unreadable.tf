variable "policy" {
  type = string
}

variable "role" {
  type = string
}

variable "statements" {
  type = list(string)
}

resource "aws_sqs_queue" "orders" {
  name = "orders"
}

resource "aws_iam_role" "unknown" {
  name               = "unknown"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "unknown" {
  function_name = "unknown"
  role          = aws_iam_role.unknown.arn
}

resource "aws_lambda_event_source_mapping" "unknown" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.unknown.arn
}

resource "aws_iam_role" "managed" {
  name               = "managed"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "managed" {
  function_name = "managed"
  role          = aws_iam_role.managed.arn
}

resource "aws_lambda_event_source_mapping" "managed" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.managed.arn
}

resource "aws_iam_role" "pattern" {
  name               = "pattern"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "pattern" {
  function_name = "pattern"
  role          = aws_iam_role.pattern.arn
}

resource "aws_lambda_event_source_mapping" "pattern" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.pattern.arn
}

resource "aws_iam_role" "condition" {
  name               = "condition"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "condition" {
  function_name = "condition"
  role          = aws_iam_role.condition.arn
}

resource "aws_lambda_event_source_mapping" "condition" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.condition.arn
}

resource "aws_iam_role" "dynamic" {
  name               = "dynamic"
  assume_role_policy = "{}"
}

resource "aws_lambda_function" "dynamic" {
  function_name = "dynamic"
  role          = aws_iam_role.dynamic.arn
}

resource "aws_lambda_event_source_mapping" "dynamic" {
  event_source_arn = aws_sqs_queue.orders.arn
  function_name    = aws_lambda_function.dynamic.arn
}

resource "aws_iam_role_policy" "unknown" {
  role   = aws_iam_role.unknown.id
  policy = var.policy
}

resource "aws_iam_role_policy_attachment" "managed" {
  role       = aws_iam_role.managed.name
  policy_arn = "arn:aws:iam::aws:policy/SomethingNew"
}

resource "aws_iam_role_policy" "pattern" {
  role = aws_iam_role.pattern.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ["sqs:*Message*", "sqs:Get*"], Resource = "arn:aws:sqs:*:*:ord*" }]
  })
}

resource "aws_iam_role_policy" "condition" {
  role = aws_iam_role.condition.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", NotAction = "iam:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "true" } } }]
  })
}

data "aws_iam_policy_document" "dynamic" {
  dynamic "statement" {
    for_each = var.statements
    content {
      actions   = [statement.value]
      resources = ["*"]
    }
  }
}

resource "aws_iam_role_policy" "dynamic" {
  role   = aws_iam_role.dynamic.name
  policy = data.aws_iam_policy_document.dynamic.json
}
