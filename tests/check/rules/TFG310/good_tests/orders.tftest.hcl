variables {
  name = "orders"
}

provider "aws" {
  region = var.region
}

mock_provider "aws" {
  alias           = "mocked"
  override_during = plan

  mock_data "aws_caller_identity" {
    defaults = {
      account_id = "123456789012"
    }
  }

  override_resource {
    target = aws_sqs_queue.orders
    values = { arn = "arn:aws:sqs:eu-central-1:123456789012:orders" }
  }
}

override_resource {
  target = module.queue.aws_sqs_queue.orders
}

override_data {
  target = module.queue["a"].data.aws_region.here
}

override_module {
  target  = module.queue.module.inner
  outputs = {}
}

run "setup" {
  module {
    source = "./tests/setup"
  }
}

run "orders" {
  command         = plan
  expect_failures = [var.name]
  providers       = { aws = aws.mocked }

  plan_options {
    mode    = refresh-only
    refresh = true
    target  = [aws_sqs_queue.orders]
  }

  assert {
    condition     = output.name == run.setup.name
    error_message = "another name"
  }
}
