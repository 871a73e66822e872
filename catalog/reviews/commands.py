"""Commands on reviews: prove the ratings, and compute them anew."""

import sys

import click
from flask.cli import AppGroup

from catalog.reviews.services.rate import rate_anew, wrong_ratings
from core.commands import command

reviews = AppGroup("reviews", help="Reviews and ratings of courses.")


@reviews.command("check")
def check() -> None:
    """Fail when a stored rating is not what the reviews say."""
    with command("reviews.check") as session:
        wrong = wrong_ratings(session)
    for course_id in wrong:
        click.echo(f"wrong rating: {course_id}", err=True)
    click.echo("The ratings hold." if not wrong else f"{len(wrong)} do not hold.")
    sys.exit(1 if wrong else 0)


@reviews.command("rate")
def rate() -> None:
    """Compute every rating anew, after a change of the rules."""
    with command("reviews.rate") as session:
        rated = rate_anew(session)
    click.echo(f"{rated} courses are rated.")
