output "integration_test_config" { # expect: TFG020
  value = {
    api_endpoint   = aws_api_gateway_stage.main.invoke_url
    event_post_url = "${aws_api_gateway_stage.main.invoke_url}/events"
  }
}
