"""Those who hold seats of a class that its institution moves or calls off.

Of a class that is called off an order is voided, unless its holder is offered another
class (marketplace/transfers): money, seat and deadline go back, whatever the platform
does. Of one that moves the vouchers follow. All are told.
"""
