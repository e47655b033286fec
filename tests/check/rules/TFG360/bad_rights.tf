resource "aws_iam_role" "worker" {
  name               = "worker"
  assume_role_policy = "{}"
}

data "aws_iam_policy_document" "worker" {
  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.other.arn, "${aws_cloudwatch_log_group.worker.arn}:*"]
  }
}

resource "aws_iam_policy" "worker" {
  name   = "worker"
  policy = data.aws_iam_policy_document.worker.json
}

resource "aws_iam_role_policy_attachment" "worker" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.worker.arn
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = "worker"
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_cloudwatch_log_group" "worker" {
  name = "worker"
}

resource "aws_sqs_queue" "dead" {
  name = "dead"
}

resource "aws_sqs_queue" "other" {
  name = "other"
}

resource "aws_lambda_function" "worker" { # expect: TFG360
  function_name = "worker"
  role          = aws_iam_role.worker.arn

  dead_letter_config {
    target_arn = aws_sqs_queue.dead.arn # expect: TFG360
  }

  vpc_config {
    subnet_ids         = ["subnet-1"]
    security_group_ids = ["sg-1"]
  }
}

resource "aws_lambda_function_event_invoke_config" "worker" {
  function_name = aws_lambda_function.worker.function_name

  destination_config {
    on_failure {
      destination = aws_sqs_queue.dead.arn # expect: TFG360
    }

    on_success {
      destination = aws_sqs_queue.other.arn
    }
  }
}
