resource "aws_sqs_queue" "q" {
  for_each = toset([for name in local.in_a_for : "${name}-${local.in_another_file}"])
  name     = each.key

  lifecycle {
    precondition {
      condition     = local.in_depends_on
      error_message = "No."
    }
  }
}
