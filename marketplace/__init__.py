"""Where a participant meets everything: the programme, orders, incentives and payments.

The top floor, and the only one that may call every other.
The application is put together here, in `marketplace.app`.
"""
