terraform {
  backend "consul" {
    path = "p"
    lock = false # expect: TFG132
  }
}
