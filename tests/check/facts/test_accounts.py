import pytest

from generator.check.facts.accounts import accounts_in_text, bare_accounts, in_account_context, is_account_name


@pytest.mark.parametrize(
    ("text", "accounts"),
    [
        ("arn:aws:sqs:eu-west-1:111122223333:q", {"111122223333"}),
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com/app", {"111122223333"}),
        ("https://sqs.eu-west-1.amazonaws.com/111122223333/q", {"111122223333"}),
        ("called on 202611301200", set()),
        ("+49 111122223333", set()),
        ("arn:aws:s3:::bucket-111122223333", set()),
    ],
)
def test_an_account_is_one_by_what_is_around_it(text: str, accounts: set[str]) -> None:
    assert accounts_in_text(text) == accounts


def test_a_text_of_nothing_but_digits_is_an_account_only_in_its_context() -> None:
    assert bare_accounts("111122223333") == {"111122223333"}
    assert bare_accounts("1111222233334") == set()
    assert is_account_name("source_account_id")
    assert not is_account_name("accountant")
    assert in_account_context(["tags", "AccountId"])
    assert not in_account_context(["description"])
