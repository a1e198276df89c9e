"""Who can speak: names, posts, bodies, states, and the officials that topoi knows."""
