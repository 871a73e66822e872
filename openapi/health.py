"""For load balancers and monitoring: is the process alive, can it serve, how is it."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core.logs import get_logger
from core.unit_of_work import reading
from openapi.metrics import render_metrics
from openapi.problems import PoolExhausted, problem_response
from openapi.security import public

log = get_logger(__name__)

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public("Load balancers have no token; it tells nothing but that the process runs.")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
@public("Load balancers have no token; it tells only whether the database answers.")
def ready() -> Response:
    """The process can serve: its database answers and has all migrations' tables."""
    try:
        with reading("readyz") as session:
            session.execute(text("SELECT 1 FROM alembic_version"))
    except SQLAlchemyError as error:
        log.warning("readyz.failed", error=type(error).__name__)
        return problem_response(PoolExhausted())
    return jsonify(status="ready")


@blueprint.get("/metrics")
@public(
    "Scraped inside the cluster; the proxy keeps it from the outside. No ids in it."
)
def metrics() -> Response:
    """Counters and timings in Prometheus's text format."""
    body, content_type = render_metrics()
    return Response(body, content_type=content_type)
