locals { prefix = "events-dev" }
