variable "runtime" {
  type = string
}

# runtime = "nodejs12.x"
resource "aws_lambda_function" "unknown" {
  function_name = "a"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = var.runtime
}

resource "aws_lambda_function" "image" {
  function_name = "b"
  role          = "arn:aws:iam::111122223333:role/r"
  package_type  = "Image"
  image_uri     = "i"
}

resource "aws_lambda_function" "of_no_table" {
  function_name = "c"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = "python9.99"
}

resource "aws_lambda_function" "current" {
  function_name = "d"
  role          = "arn:aws:iam::111122223333:role/r"
  runtime       = "python3.9"
}

resource "aws_lambda_layer_version" "many" {
  layer_name          = "l"
  compatible_runtimes = ["nodejs12.x"]
}
