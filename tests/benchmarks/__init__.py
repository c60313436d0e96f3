"""What the program promises about speed, measured beside the plainest alternative."""
