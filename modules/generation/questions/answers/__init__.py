"""What is said to each kind of question; every function reads the record and says nothing that does not stand there."""
