retention_days = 2
