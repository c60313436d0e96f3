"""What the screen and the commands speak to: asynchronous, free of boto3 and SQL."""
