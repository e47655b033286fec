run "plan" {
  comand = plan # expect: TFG310

  variables {
    name = "orders"
  }

  assert {
    condition     = true # expect: TFG310
    error_message = "always"
  }
}

run "plan" { # expect: TFG310
}

run "quoted" {
  command = "plan" # expect: TFG310
}

variabels { # expect: TFG310
  name = "orders"
}

override_data {
  target = aws_sqs_queue.orders # expect: TFG310
}

override_module {
  target  = module.queue
  outputs = "text" # expect: TFG310
}

override_module { # expect: TFG310
  target = module.queue
}

override_resource { # expect: TFG310
  values = {}
}
