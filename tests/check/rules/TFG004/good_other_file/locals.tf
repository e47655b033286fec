locals { prefix = "events-${var.environment_suffix}" }
