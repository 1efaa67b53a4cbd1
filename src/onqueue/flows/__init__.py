"""What a customer is told and asked before they wait: graphs, their versions, and their runs."""
