locals { prefix = "shop" }
