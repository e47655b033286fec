"""How API Gateway maps parameters of REST APIs: what may stand on each side, and what is declared elsewhere.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/request-response-data-mappings.html
"""

from __future__ import annotations

from typing import NamedTuple

_NAME = r"[A-Za-z0-9_.\-!#$%&*+^`|~]+"
_PLACE = "(path|querystring|header|multivalueheader|multivaluequerystring)"
_ANYWHERE = rf"'[^']*'|(context|stageVariables)\.{_NAME}"
METHOD_REQUEST = rf"method\.request\.{_PLACE}\.{_NAME}"
_RESPONSE = rf"\.response\.(header|multivalueheader)\.{_NAME}"
_BODY = r"\.body(\.\S+|\[.*)?"


class ParameterMap(NamedTuple):
    """A map of parameters.

    Attributes:
        argument: `type.argument`.
        key: What its keys are, as a regular expression.
        value: What its values are; empty where they only say whether one is needed.
        example: A key and a value.
        declared: The `type.argument` whose keys have to have those of this map, or what its values name.
        by_value: Whether it is the values that are declared there.
    """

    argument: str
    key: str
    value: str
    example: str
    declared: str = ""
    by_value: bool = False


PARAMETER_MAPS = (
    ParameterMap("aws_api_gateway_method.request_parameters", METHOD_REQUEST, "",
                 '"method.request.header.X" = true'),
    ParameterMap("aws_api_gateway_method_response.response_parameters", f"method{_RESPONSE}", "",
                 '"method.response.header.X" = true'),
    ParameterMap("aws_api_gateway_integration.request_parameters", rf"integration\.request\.{_PLACE}\.{_NAME}",
                 rf"{METHOD_REQUEST}|method\.request{_BODY}|{_ANYWHERE}",
                 '"integration.request.header.X" = "method.request.header.X", or "\'always the same\'"',
                 "aws_api_gateway_method.request_parameters", by_value=True),
    ParameterMap("aws_api_gateway_integration_response.response_parameters", f"method{_RESPONSE}",
                 rf"integration{_RESPONSE}|integration\.response{_BODY}|{_ANYWHERE}",
                 '"method.response.header.X" = "integration.response.header.X", or "\'always the same\'"',
                 "aws_api_gateway_method_response.response_parameters"),
)  # fmt: skip
"""The maps of REST APIs."""
