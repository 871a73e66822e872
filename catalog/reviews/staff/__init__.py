"""Reviews for those who answer them and those who look at them: staff of institutions
and of the operator."""
