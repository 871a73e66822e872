"""What each rule beside this file finds and lets pass. Never imported."""

import hashlib
import hmac
import os
import pickle
import random
import secrets
import smtplib
import ssl
import subprocess
import xml.etree.ElementTree

import defusedxml.ElementTree
import httpx
import yaml
from flask import redirect, render_template, render_template_string, request, url_for
from joserfc import jwt
from markupsafe import Markup
from sqlalchemy import select, text


def sql(session, name, table):
    # ruleid: sql-put-together
    session.execute(text(f"SELECT 1 FROM {table}"))
    # ruleid: sql-put-together
    session.execute("SELECT 1 FROM courses WHERE name = '" + name + "'")
    # ruleid: sql-put-together
    session.scalars(text("SELECT 1 FROM courses WHERE name = '%s'" % name))
    # ruleid: sql-put-together
    session.exec_driver_sql("SELECT 1 FROM {}".format(table))
    # ok: sql-put-together
    session.execute(text("SELECT 1 FROM courses WHERE name = :name"), {"name": name})
    # ok: sql-put-together
    session.execute(select(table).where(table.c.name == name))


def money(course, parts):
    # ruleid: money-as-float
    half: float = float(course.price)
    # ruleid: money-as-float
    amount: float = 1.5
    # ruleid: money-as-float
    share = course.list_price.amount / parts
    # ok: money-as-float
    share = course.price // parts
    # ok: money-as-float
    ratio: float = parts / 2
    return half, amount, share, ratio


def asking(url):
    # ruleid: http-without-timeout
    httpx.get(url)
    # ruleid: http-without-timeout
    httpx.Client(base_url=url)
    # ruleid: http-without-timeout
    httpx.Client(timeout=None)
    # ruleid: http-without-timeout
    smtplib.SMTP("localhost")
    # ok: http-without-timeout
    httpx.Client(timeout=5)
    # ok: http-without-timeout
    smtplib.SMTP("localhost", timeout=5)


def certificates(url, context):
    # ruleid: certificate-not-verified
    httpx.get(url, timeout=5, verify=False)
    # ruleid: certificate-not-verified
    context.verify_mode = ssl.CERT_NONE
    # ok: certificate-not-verified
    httpx.get(url, timeout=5)


def programs(name):
    # ruleid: shell
    subprocess.run(f"ls {name}", shell=True)
    # ruleid: shell
    os.system(f"ls {name}")
    # ok: shell
    subprocess.run(["ls", name])


def comparing(client, sent, digest):
    # ruleid: secret-compared-by-letters
    if client.secret == sent:
        return True
    # ruleid: secret-compared-by-letters
    if sent != client.csrf:
        return False
    # ok: secret-compared-by-letters
    if client.secret == "":
        return False
    # ok: secret-compared-by-letters
    return hmac.compare_digest(client.secret, sent)


def code(words, content):
    # ruleid: code-from-text
    eval(words)
    # ruleid: code-from-text
    pickle.loads(content)
    # ruleid: code-from-text
    yaml.load(content)
    # ok: code-from-text
    yaml.safe_load(content)


def pages(words):
    # ruleid: template-from-text
    render_template_string("<p>" + words)
    # ok: template-from-text
    render_template("page.html", words=words)
    # ruleid: markup-from-a-variable
    Markup(words)
    # ok: markup-from-a-variable
    Markup("<b>Bold</b>")


def leading():
    where = request.args.get("next", "/")
    if where == "a":
        # ruleid: redirect-as-asked
        return redirect(where)
    if where == "b":
        # ok: redirect-as-asked
        return redirect(f"/partner/{where}", 303)
    # ok: redirect-as-asked
    return redirect(url_for("pages.home", q=request.args.get("q")))


def tokens(sent, key):
    # ruleid: token-without-its-algorithm
    jwt.decode(sent, key)
    # ok: token-without-its-algorithm
    jwt.decode(sent, key, algorithms=["ES256"])


def chance(letters):
    # ruleid: chance-that-can-be-guessed
    reset_token = random.choice(letters)
    # ok: chance-that-can-be-guessed
    reset_token = secrets.token_urlsafe()
    # ok: chance-that-can-be-guessed
    jitter = random.random()
    return reset_token, jitter


def files(path, content, archive):
    # ruleid: xml-of-strangers
    xml.etree.ElementTree.fromstring(content)
    # ok: xml-of-strangers
    defusedxml.ElementTree.fromstring(content)
    # ruleid: archive-unpacked
    archive.extractall(path)
    # ok: archive-unpacked
    archive.open("sheet1.xml")


def digests(content):
    # ruleid: weak-digest
    hashlib.md5(content)
    # ok: weak-digest
    hashlib.sha256(content)
    # ok: weak-digest
    hashlib.sha1(content, usedforsecurity=False)
