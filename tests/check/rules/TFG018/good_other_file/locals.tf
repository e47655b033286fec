locals { timeouts = { auth = var.t } }
