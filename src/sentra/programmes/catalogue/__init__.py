"""What kinds exist: legal instruments, papers, rules of eligibility, criteria, questions of a visit."""
