locals { packages = { auth = "packages/auth.zip" } }
