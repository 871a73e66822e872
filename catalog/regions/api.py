"""Regions, for anyone who has to name one."""

from typing import Any

from flask.views import MethodView
from sqlalchemy import Select, select

from catalog.regions.models import District, Province, Regency
from catalog.regions.schemas import (
    DistrictPageSchema,
    DistrictsArgumentsSchema,
    ProvincePageSchema,
    RegenciesArgumentsSchema,
    RegencyPageSchema,
)
from core.unit_of_work import reading
from openapi.blueprint import Blueprint
from openapi.pagination import InvalidCursor, Key, Page, PageArgumentsSchema, paginate
from openapi.security import public

blueprint = Blueprint(
    "regions",
    __name__,
    url_prefix="/v1/regions",
    description="Provinces, regencies and districts by their official codes.",
)

PUBLISHED_LAW = "The codes are published by law and say nothing about anybody."


@blueprint.route("/provinces")
class Provinces(MethodView):
    @public(PUBLISHED_LAW)
    @blueprint.arguments(PageArgumentsSchema, location="query")
    @blueprint.response(200, ProvincePageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List the provinces by code."""
        return _listed(select(Province), Province, page)


@blueprint.route("/regencies")
class Regencies(MethodView):
    @public(PUBLISHED_LAW)
    @blueprint.arguments(RegenciesArgumentsSchema, location="query")
    @blueprint.response(200, RegencyPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List regencies and cities by code, of one province or of all."""
        province = page.pop("province")
        query = select(Regency)
        if province is not None:
            query = query.where(Regency.province_code == province)
        return _listed(query, Regency, page)


@blueprint.route("/districts")
class Districts(MethodView):
    @public(PUBLISHED_LAW)
    @blueprint.arguments(DistrictsArgumentsSchema, location="query")
    @blueprint.response(200, DistrictPageSchema)
    @blueprint.refusals(InvalidCursor)
    def get(self, page: dict[str, Any]) -> Page[Any]:
        """List districts by code, of one regency or of all."""
        regency = page.pop("regency")
        query = select(District)
        if regency is not None:
            query = query.where(District.regency_code == regency)
        return _listed(query, District, page)


def _listed(
    query: Select[*tuple[Any, ...]],
    model: type[Province] | type[Regency] | type[District],
    page: dict[str, Any],
) -> Page[Any]:
    with reading("regions.list") as session:
        return paginate(session, query, [Key(model.code, "code")], **page)
