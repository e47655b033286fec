locals { parameter = { kind = "SecureString", value = var.initial } }
