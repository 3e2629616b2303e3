"""Teaching twins: preparing what a producer handed in, training as an errand, keeping versions, writing receipts."""
