import pytest

from generator.check.facts.secrets import is_secret_name, may_be_secret


@pytest.mark.parametrize("name", ["password", "auth_token", "dbPassword", "API_KEY", "client-secret"])
def test_names_of_secrets(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize(
    "name", ["token_ttl", "secret_arn", "kms_key_id", "table_name", "password_length", "password_override_special"]
)
def test_names_of_what_is_about_secrets(name: str) -> None:
    assert not is_secret_name(name)


def test_where_a_secret_is_kept_is_none() -> None:
    assert may_be_secret("hunter2-and-more", "password")
    assert not may_be_secret("arn:aws:secretsmanager:eu-west-1:111122223333:secret:x", "password")
    assert not may_be_secret("", "password")
