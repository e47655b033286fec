data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["sqs:ReceiveMessage"]
    resources = [] # expect: TFG350
  }

  statement { # expect: TFG350
    actions = ["sqs:ReceiveMessage"]
  }

  statement { # expect: TFG350
    actions   = ["sqs:ReceiveMessage"]
    resources = ["*"]

    condition { # a statement's own conditions stand at the statement
      test     = "StringEqual"
      variable = "aws:SourceAccount"
      values   = ["1"]
    }
  }
}

resource "aws_iam_policy" "worker" {
  policy = data.aws_iam_policy_document.worker.json
}

resource "aws_iam_role" "worker" {
  assume_role_policy = jsonencode({ # expect: TFG350
    Version = "2012-10-01" # the version's finding stands at the policy
    Statement = [{
      Effect    = "Allow"
      Action    = ["sts:AssumeRole", "sqs:ReceiveMessage"] # expect: TFG350
      Principal = { Service = "lambda" }                   # expect: TFG350
      Resource  = "*"                                      # expect: TFG350
    }]
  })
}

resource "aws_sqs_queue_policy" "orders" {
  queue_url = "q"
  # expect below: TFG350
  policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {"Effect": "Allow", "Action": "SendMessage", "NotAction": "sqs:*", "Principal": {"Acount": "*"}}
      ]
    }
  EOT
}
