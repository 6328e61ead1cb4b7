"""The table and the files. botocore lives here and nowhere else, in what is deployed and in staff/."""
