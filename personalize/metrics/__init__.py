"""What this app measures of itself, for CloudWatch."""
