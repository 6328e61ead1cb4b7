"""The table as files: DynamoDB's own export, or a scan that writes the same layout; and the way back in."""
