"""Facts of AWS, as tables with their sources: for spec, check, diff and graph alike."""
