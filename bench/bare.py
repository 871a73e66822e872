"""The limit of the server: a Flask route that answers JSON and does nothing else."""

from flask import Flask, Response, jsonify, request

app = Flask(__name__)


@app.post("/bare")
def bare() -> Response:
    """Read a JSON body, answer a small one."""
    return jsonify(reference=request.get_json()["platform_reference"], status="placed")
