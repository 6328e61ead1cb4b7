"""What stands under the ports on a server of one's own: a table in a SQLite file, a folder of documents, mail by SMTP.

The table takes the very requests that the stores of this room send to DynamoDB, so one set of stores, of items and of
exports serves both, and a call that outgrows one machine moves by copying its items.
"""
