"""What stages hand to reports: findings, changes, diagrams."""
