"""HCL text as `terraform fmt` leaves it."""
