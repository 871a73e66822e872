"""What people decide with the register: exceptions, and who looks at whom."""
