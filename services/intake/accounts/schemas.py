"""Shapes at the doors of accounts and integrations. No answer but the first shows a secret."""

import re

from marshmallow import ValidationError

from shared.web import fields
from shared.web.schemas import Action, In, Out, PageQuery

from .passwords import LONGEST, SHORTEST


def plain_word(text: str) -> None:
    if not re.fullmatch(r"[\w.@+-]+", text):
        raise ValidationError("Letters, digits and . @ + - _ are expected, without spaces.")


def password_field(**options):
    """As typed: a password may begin with a space."""
    length = fields.Length(min=SHORTEST, max=LONGEST, error=f"{SHORTEST} to {LONGEST} characters are expected.")
    return fields.String(validate=length, **options)


def roles_field(**options):
    words = {"description": 'Role names by site (id or code), or by "*" for every site'}
    held = fields.List(fields.String(), validate=fields.Length(min=1, max=12))
    return fields.Dict(keys=fields.String(), values=held, validate=fields.Length(max=500), metadata=words, **options)


class SignIn(In):
    login = fields.Text(required=True, max=100)
    password = fields.String(required=True, validate=fields.Length(max=LONGEST))


class WhoView(Out):
    subject = fields.String()
    kind = fields.String()
    name = fields.String()
    login = fields.String()
    operator_id = fields.Id()
    roles = fields.Dict()


class TokenView(Out):
    token = fields.String()
    expires_at = fields.Instant()
    principal = fields.Nested(WhoView)


class CreateAccount(In):
    login = fields.Text(required=True, max=100, validate=plain_word)
    name = fields.Text(required=True, max=100)
    password = password_field(required=True)
    roles = roles_field(required=True)
    staff = fields.Text(max=64, allow_none=True)


class AmendAccount(Action):
    name = fields.Text(max=100)
    password = password_field()
    roles = roles_field()
    staff = fields.Text(max=64, allow_none=True)
    disabled = fields.Flag()


class ChangePassword(In):
    former = fields.String(required=True, validate=fields.Length(max=LONGEST))
    password = password_field(required=True)


class AccountQuery(PageQuery):
    login = fields.Text(max=100)
    disabled = fields.Flag()


class AccountView(Out):
    id = fields.Id()
    version = fields.Whole()
    login = fields.String()
    name = fields.String()
    roles = fields.Dict()
    staff = fields.String(allow_none=True)
    disabled = fields.Flag()
    password_changed_at = fields.Instant()


class CreateIntegration(In):
    code = fields.Text(required=True, max=64, validate=plain_word)
    name = fields.Text(required=True, max=200)
    site_ids = fields.List(fields.Id(), required=True, validate=fields.Length(min=1, max=500))
    profile = fields.Loose(load_default=None, allow_none=True)


class AmendIntegration(Action):
    name = fields.Text(max=200)
    site_ids = fields.List(fields.Id(), validate=fields.Length(min=1, max=500))
    disabled = fields.Flag()


class RotateIntegration(Action):
    grace_hours = fields.Whole(min=0, max=24 * 30, load_default=24)


class IntegrationView(Out):
    id = fields.Id()
    version = fields.Whole()
    code = fields.String()
    name = fields.String()
    site_ids = fields.List(fields.Id())
    profile = fields.Dict()
    disabled = fields.Flag()


class CredentialsView(IntegrationView):
    """The only time the key and the secret are shown."""

    api_key = fields.String()
    push_secret = fields.String()
    former_valid_until = fields.Instant(allow_none=True)
