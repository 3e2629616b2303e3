"""One file a format: where in it a record can lie so that players do not mind."""
