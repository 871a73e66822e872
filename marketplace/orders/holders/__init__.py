"""Those who hold seats of a class that its institution moves or calls off.

Of a class that is called off every order is voided: money, seat and deadline go back,
whatever the platform does. Of one that moves the vouchers follow. Both are told.
"""
