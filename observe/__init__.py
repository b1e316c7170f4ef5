"""The laboratory: real programs meet an origin server that answers as it is asked, and what they do is written down."""
