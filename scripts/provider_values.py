"""Makes values-5.100.0.json: which values hashicorp/aws takes, asked of the provider itself. See `main`."""
