locals {
  prefix = "${local.project}-x" # expect: TFG013
  queue  = var.wanted ? aws_sqs_queue.gone.arn : null # expect: TFG013
}

variable "wanted" {
  default = false
}

resource "aws_sqs_queue" "events" {
  for_each = toset(["a", "b"])
  name     = "${local.prefix}-${each.key}-${random_id.suffix.hex}" # expect: TFG013
}

resource "aws_sqs_queue_policy" "events" {
  count     = length(aws_sqs_queue.event) # expect: TFG013
  queue_url = module.queues.url           # expect: TFG013
  policy    = data.aws_iam_policy_document.queue.json # expect: TFG013

  lifecycle {
    replace_triggered_by = [terraform_data.version] # expect: TFG013
  }

  depends_on = [
    aws_sqs_queue.events,
    aws_sqs_queue.dead_letters, # expect: TFG013
  ]
}

resource "aws_ssm_parameter" "token" {
  name             = "token"
  type             = "SecureString"
  value_wo         = ephemeral.random_password.token.result # expect: TFG013
  value_wo_version = 1
}

output "swapped" {
  value = aws_region.current.id # expect: TFG013
}
