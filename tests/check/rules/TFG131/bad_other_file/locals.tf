locals {
  variables = { CERTIFICATE = join("\n", [for number in range(100) : "MIIEpAIBAAKCAQEA0Z3VS5JJcds3xfn/ygWyF8PbnGy0AHB7MhgwMbRvI0MBZhpI"]) }
}
