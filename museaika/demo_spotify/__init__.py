"""A Spotify to try and to test against: accounts and Web API as a Development-Mode app of 2026 meets them."""
