locals {
  parts = { who = "123456789012" } # expect: TFG003
}
