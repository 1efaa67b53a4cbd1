"""Flows as plain values: the graph, how it is gone through, and when it can be published.

Nothing here knows of chats or calls. What a flow wants of the customer are acts (`acts.py`), and
what comes back is an answer in words; a channel shows the acts in its own way.
"""
