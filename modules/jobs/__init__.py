"""The life of a job: submit, claim, progress, finish, fail, cancel, recover."""
