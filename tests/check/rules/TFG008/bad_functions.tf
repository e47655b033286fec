variable "prefix" {
  type = string
}

locals {
  name  = "${var.prefix}-ingest-fn"
  roles = { store = aws_iam_role.store.arn }
}

resource "aws_iam_role" "ingest" {
  name               = "${var.prefix}-ingest"
  assume_role_policy = "{}"
}

resource "aws_iam_role" "store" {
  name               = "${var.prefix}-store"
  assume_role_policy = "{}"
}

resource "aws_iam_role_policy" "ingest" {
  role   = "${var.prefix}-ingest"
  policy = "{}"
}

resource "aws_iam_role_policy_attachment" "store" {
  for_each   = toset(["a", "b"])
  role       = aws_iam_role.store.id
  policy_arn = each.value
}

resource "aws_cloudwatch_log_group" "ingest" {
  name = "/aws/lambda/${local.name}"
}

resource "aws_cloudwatch_log_group" "store" {
  name = "/custom/store"
}

# Its policies are tied, its log group is not.
resource "aws_lambda_function" "ingest" { # expect: TFG008
  function_name = local.name
  role          = aws_iam_role.ingest.arn
  depends_on    = [aws_iam_role_policy.ingest, aws_cloudwatch_log_group.store]
}

# Its log group is tied; the policy that it waits for is another's.
resource "aws_lambda_function" "store" { # expect: TFG008
  function_name = "store-fn"
  role          = local.roles["store"]
  depends_on    = [aws_iam_role_policy.ingest]

  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.store.name
  }
}

resource "aws_lambda_function" "each" { # expect: TFG008
  for_each      = toset(["x", "y"])
  function_name = "each-${each.key}"
  role          = "arn:aws:iam::aws:role/x"
}

resource "aws_cloudwatch_log_group" "each" {
  for_each = toset(["x", "y"])
  name     = "/aws/lambda/each-${each.key}"
}
