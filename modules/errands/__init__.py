"""Background work for people that makes no music: start, claim, come further, wait, finish, recover."""
