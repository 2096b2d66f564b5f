"""The bench of the linkage engine: generators of lists with truth, the peer, and what is measured."""
