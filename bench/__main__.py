"""`python -m bench [--only orders|access|catalogue]`: measure, print, draw, write."""

import argparse

from bench import access, catalogue, orders
from bench.results import show, write

SUITES = {
    "orders": orders.measure,
    "access": access.measure,
    "catalogue": catalogue.measure,
}


def main() -> None:
    """Run the wanted suites and show what they found."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--only", default="", choices=["", *SUITES])
    wanted = parser.parse_args().only
    for name, measure in SUITES.items():
        if wanted in ("", name):
            print(f"Measuring {name} …", flush=True)
            figures = measure()
            write(figures)
            show(figures)


if __name__ == "__main__":
    main()
