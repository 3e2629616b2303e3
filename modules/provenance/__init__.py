"""What made a file: a signed record inside the file itself, and the check that not one byte has changed since."""
